import ArgumentParser

/// How many rows of a list that may be long.
struct PageOptions: ParsableArguments {
  @Option(help: "Rows at most.")
  var limit = 100

  @Flag(help: "Every row.")
  var all = false

  mutating func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  /// Rows still to be shown after so many.
  func room(after count: Int) -> Int { all ? .max : max(0, limit - count) }

  func tellOfMore(_ output: Output) { output.note("There are more; --all shows every one, --limit another number.") }
}
