/// What whoever runs the benchmark has to put right.
struct UsageError: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}
