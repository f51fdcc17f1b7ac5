import SegmentModel
import TestSupport
import Testing

/// The worked examples, held to SQLite.
@Suite struct WorkedExampleTests {
  @Test func sqliteGivesTheAnswersThatWereWorkedOutByHand() throws {
    for example in try WorkedExample.all() {
      let stored = try WorldInSQLite(example.world)
      let members = try stored.members(of: example.definition, at: example.now)
      #expect(example.names(of: members) == example.expected, "\(example.title)")
    }
  }
}
