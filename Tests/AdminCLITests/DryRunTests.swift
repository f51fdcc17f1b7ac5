import SegmentModel
import TestSupport
import Testing

@testable import strata

/// What a dry run says is what the import that follows says, whatever the file holds: rows that are equal, that contradict
/// one another, that make one contact of two, that are refused.
@Suite struct DryRunTests {
  private static let rows = TestSeed.isLong ? 5000 : 800

  /// Rows about few people, so that a row finds what others wrote in its own transaction and in earlier ones.
  private struct RandomRows {
    var random: SplitMix64

    mutating func contact() -> String {
      var members: [String] = []
      if random.chance(0.7) { members.append(#""userId": "u\#(random.below(60))""#) }
      if random.chance(0.3) { members.append(#""anonymousId": "a\#(random.below(60))""#) }
      if random.chance(0.3) { members.append(#""email": "e\#(random.below(60))@example.com""#) }
      if random.chance(0.4) { members.append(#""plan": "\#(random.pick("free", "gold"))""#) }
      if random.chance(0.2) { members.append(#""companies": ["g\#(random.below(20))"]"#) }
      if random.chance(0.03) { members.append(#""companies": [true]"#) }
      return "{\(members.joined(separator: ", "))}"
    }

    mutating func company() -> String {
      let ids = (0..<random.below(3)).map { _ in #"{"type": "groupId", "value": "g\#(random.below(60))"}"# }
      let properties = random.chance(0.5) ? #""plan": "\#(random.pick("free", "gold"))""# : ""
      return #"{"identities": [\#(ids.joined(separator: ", "))], "properties": {\#(properties)}}"#
    }

    mutating func message() -> String {
      let user = random.below(60)
      let id = random.chance(0.5) ? #", "messageId": "m\#(random.below(300))""# : ""
      switch random.below(5) {
      case 0: return #"{"type": "track", "userId": "u\#(user)", "event": "e"\#(id)}"#
      case 1: return #"{"type": "alias", "userId": "u\#(user)", "previousId": "a\#(random.below(60))"\#(id)}"#
      case 2: return #"{"type": "group", "userId": "u\#(user)", "groupId": "g\#(random.below(60))"\#(id)}"#
      case 3: return #"{"type": "nothing"\#(id)}"#
      default:
        let traits = #""plan": "\#(random.pick("free", "gold"))""#
        return #"{"type": "identify", "userId": "u\#(user)", "traits": {\#(traits)}\#(id)}"#
      }
    }
  }

  private func check(
    _ arguments: [String], seed: TestSeed, _ row: (inout RandomRows) -> String
  ) throws {
    let fixture = try CommandFixture()
    for stream: UInt64 in 0..<2 {
      var random = RandomRows(random: seed.generator(stream))
      let lines = (0..<Self.rows).map { _ in row(&random) }
      let path = try fixture.file("rows.\(stream).ndjson", lines.joined(separator: "\n"))
      func report(_ more: [String]) throws -> JSONValue {
        let run = fixture.run(arguments + [path, "--output", "json", "--data", fixture.data] + more)
        guard case .object(let members) = try run.json() else { throw CommandFailure(.failed, run.errors) }
        return .object(members.filter { $0.key != "dryRun" })
      }
      // The second file finds everyone whom the first has left.
      let dry = try report(["--dry-run"])
      #expect(try report([]) == dry)
      for kind in ["updated", "unchanged", "rejected"] + (stream == 0 ? ["created"] : []) {
        #expect(dry[kind]?.integerValue ?? 0 > 0, "\(kind) in \(dry)")
      }
    }
  }

  @Test func ofContacts() throws {
    try check(["contacts", "import"], seed: TestSeed()) { $0.contact() }
  }

  @Test func ofCompanies() throws {
    try check(["companies", "import"], seed: TestSeed()) { $0.company() }
  }

  @Test func ofMessages() throws {
    try check(["contacts", "import", "--format", "tracking"], seed: TestSeed()) { $0.message() }
  }
}
