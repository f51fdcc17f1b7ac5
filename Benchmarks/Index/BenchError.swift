/// Told to the person at the terminal.
struct BenchError: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}
