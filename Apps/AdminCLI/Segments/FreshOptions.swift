import ArgumentParser
import SegmentModel

/// Whether a command evaluates instead of reading what is committed, and as of when.
struct FreshOptions: ParsableArguments {
  @Flag(help: "Evaluate now instead of reading what is committed.")
  var fresh = false

  @Option(
    name: .customLong("as-of"),
    help: "With --fresh, the now of the evaluation, a date-time with offset; else the present.")
  var asOf: Instant?

  mutating func validate() throws {
    if asOf != nil, !fresh { throw ValidationError("--as-of needs --fresh: what is committed is as of its commit.") }
  }
}
