/// What whoever runs a benchmark has to put right; told at the terminal.
package struct BenchError: Error, CustomStringConvertible {
  package let message: String

  package init(message: String) { self.message = message }

  package var description: String { message }
}
