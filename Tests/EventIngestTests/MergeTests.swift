import SegmentModel
import Testing

@testable import EventIngest

/// Row "merge" of values-and-identity, on the records alone.
@Suite struct MergeTests {
  private func record(_ id: Int64, _ change: (inout ContactRecord) -> Void) -> ContactRecord {
    var record = ContactRecord(id: id, publicID: "con_\(id)", createdAt: .noon)
    change(&record)
    return record
  }

  private func stored(_ value: Value?, _ minutes: Int64, isTrusted: Bool = true) -> StoredValue {
    StoredValue(value, time: .noon(plusMinutes: minutes), isTrusted: isTrusted)
  }

  @Test func takesTheHighestStateTheEarliestCreationAndTheLatestOfTheOtherTimes() {
    let winner = record(1) {
      $0.createdAt = .noon(plusMinutes: 1)
      $0.lastSeenAt = .noon(plusMinutes: 2)
      $0.sessionCount = 3
    }
    let loser = record(2) {
      $0.state = .customer
      $0.modifiedAt = .noon(plusMinutes: 4)
      $0.lastSeenAt = .noon(plusMinutes: 1)
      $0.sessionCount = 2
    }
    let merged = winner.merged(with: loser)
    #expect(merged.id == 1)
    #expect(merged.publicID == "con_1")
    #expect(merged.state == .customer)
    #expect(merged.createdAt == .noon)
    #expect(merged.modifiedAt == .noon(plusMinutes: 4))
    #expect(merged.lastSeenAt == .noon(plusMinutes: 2))
    #expect(merged.sessionCount == 5)
  }

  @Test func takesTheNewestWriteOfEachPropertyRemovalsToo() {
    let winner = record(1) {
      $0.properties = ["a": stored("old", 1), "b": stored("new", 2), "c": stored("there", 1)]
      $0.tracked = ["t": stored(1, 1, isTrusted: false)]
    }
    let loser = record(2) {
      $0.properties = ["a": stored("new", 2), "b": stored("old", 1), "c": stored(nil, 2), "d": stored("only", 0)]
      $0.tracked = ["t": stored(2, 2, isTrusted: false)]
    }
    for merged in [winner.merged(with: loser), loser.merged(with: winner)] {
      #expect(merged.properties.mapValues(\.value) == ["a": "new", "b": "new", "c": nil, "d": "only"])
      #expect(merged.tracked.mapValues(\.value) == ["t": 2])
    }
  }

  @Test func aServersWriteStandsAgainstANewerOneOfABrowser() {
    let winner = record(1) { $0.properties = ["plan": stored("free", 1)] }
    let loser = record(2) { $0.properties = ["plan": stored("gold", 5, isTrusted: false)] }
    #expect(winner.merged(with: loser).value("plan") == "free")
    #expect(loser.merged(with: winner).value("plan") == "free")
  }

  @Test func unitesIdentifiers() {
    let winner = record(1) { $0.identifiers = [Identifier(kind: .userId, stored: "1")] }
    let loser = record(2) { $0.identifiers = [Identifier(kind: .anonymousId, stored: "a")] }
    #expect(winner.merged(with: loser).identifierTexts == ["anonymousId:a", "userId:1"])
  }

  @Test func contradictionNeedsIdentifiersOfOneKindAndNoneInCommon() {
    let ann = record(1) {
      $0.identifiers = [
        Identifier(kind: .email, stored: "ann@example.com"), Identifier(kind: .email, stored: "a@example.com"),
        Identifier(kind: .anonymousId, stored: "x"),
      ]
    }
    #expect(ann.contradicts([Identifier(kind: .email, stored: "bob@example.com")]))
    #expect(!ann.contradicts([Identifier(kind: .email, stored: "a@example.com")]))
    #expect(!ann.contradicts([Identifier(kind: .phone, stored: "123")]))
    #expect(!ann.contradicts([Identifier(kind: .anonymousId, stored: "y")]))
  }
}
