import SegmentModel
import Testing

@testable import EventIngest

/// What the store refuses, and that nothing of such a message stays.
@Suite struct BoundsTests {
  private func ingest(_ change: (inout MemoryProfiles) -> Void = { _ in }) -> TestIngest {
    var ingest = TestIngest()
    ingest.isolation = .eachMessage
    ingest.log.change(change)
    return ingest
  }

  @Test func messageBeyondTheBoundOfEventNamesIsRejectedAloneAndWhole() throws {
    let ingest = ingest { $0.maximumEventNames = 1 }
    let results = try ingest.sendTogether([
      .track("known", "1"), .track("new", "2", id: "m"), .track("known", "3"),
    ])
    #expect(results.map(\.rejection) == [nil, "tooManyEventNames", nil])
    #expect(ingest.profiles.contact(.userId, "2") == nil)
    #expect(ingest.profiles.contacts.count == 2)
    #expect(ingest.profiles.rejected.map(\.code) == ["tooManyEventNames"])
    ingest.log.change { $0.maximumEventNames = 10 }
    #expect(try ingest.send(.track("new", "2", id: "m")).isAccepted)
  }

  @Test func messageBeyondTheBoundOfPropertyNamesIsRejectedAlone() throws {
    let ingest = ingest { $0.maximumPropertyNames = 1 }
    let results = try ingest.sendTogether([
      .identify("1", ["a": 1]), .identify("1", ["b": 1, "a": 2], at: .noon(plusMinutes: 1)),
      .identify("1", ["a": 3], at: .noon(plusMinutes: 2)),
    ])
    #expect(results.map(\.rejection) == [nil, "tooManyPropertyNames", nil])
    #expect(ingest.profiles.contact(.userId, "1")?.properties.mapValues(\.value) == ["a": 3])
  }

  @Test func refusedMessageThatIsTooLongToBeKeptIsCutAndCannotBeTakenAgain() throws {
    let log = MemoryProfileLog()
    let call = IngestCall(dialect: "d", path: "/p")
    for extra in 0...1 {
      let text = String(repeating: "x", count: IngestLimits.keptRejectedBytes - 2 + extra)
      let item = IngestItem(
        index: 0, receivedAt: .noon, body: .string(text), call: call,
        content: .failure(Rejection(.badTimestamp, "why")))
      _ = try log.write { transaction in
        var reports = ClashReports()
        return try GroupWriter(transaction, isolation: .none, keepsRejected: true)
          .write(item, source: .server, reports: &reports)
      }
    }
    #expect(log.profiles.rejected.map(\.call) == [call, nil])
    #expect(log.profiles.rejected.allSatisfy { $0.body.count == IngestLimits.keptRejectedBytes })
  }

  @Test func messageWithTooManyAttributesIsRejected() throws {
    let attributes = (0...EventRecord.maximumAttributes).map { NamedValue("a\($0)", 1) }
    let message = IngestMessage.make(.event(name: "wide", attributes: attributes), userId: "1")
    #expect(try ingest().send(message).rejection == "tooManyAttributes")
  }

  @Test func withoutIsolationABoundEndsTheTransaction() {
    var ingest = ingest { $0.maximumEventNames = 1 }
    ingest.isolation = .none
    #expect(throws: ProfileLimitError.tooManyEventNames) {
      try ingest.sendTogether([.track("known", "1"), .track("new", "2")])
    }
    #expect(ingest.profiles.contacts.isEmpty)
  }

  @Test func messageIdIsTakenOncePerSource() throws {
    let ingest = ingest()
    #expect(try ingest.send(.track("look", "1", id: "m")).isAccepted)
    #expect(try ingest.send(.track("look", "1", id: "m")) == .duplicate)
    #expect(try ingest.send(.track("look", "1", id: "m"), from: .browser).isAccepted)
    #expect(try ingest.send(.track("look", "1", id: nil)).isAccepted)
    #expect(ingest.profiles.events.count == 3)
  }

  @Test func rejectedMessageIsNotRememberedAsTaken() throws {
    let ingest = ingest()
    #expect(try ingest.send(.track("look", nil, id: "m")).rejection == "noIdentifier")
    #expect(try ingest.send(.track("look", "1", id: "m")).isAccepted)
  }

  @Test func rejectedMessageIsKeptWithItsReason() throws {
    let ingest = ingest()
    try ingest.send(.track("look"), from: .browser)
    let kept = try #require(ingest.profiles.rejected.first)
    #expect(kept.code == "noIdentifier")
    #expect(kept.source == Source.browser.id)
    #expect(kept.body == Array(#"{"n":0}"#.utf8))
  }

  @Test func sameClashIsRecordedOnce() throws {
    let ingest = ingest()
    try ingest.send(.identify("1", ["email": "office@example.com"]))
    let again = IngestMessage.identify("2", ["email": "office@example.com"])
    let results = try ingest.sendTogether([again, again, again])
    #expect(results.map(\.warnings) == Array(repeating: ["identifierClash"], count: 3))
    #expect(ingest.profiles.rejected.map(\.code) == ["identifierClash"])
  }

  @Test func contactIsWrittenOnceATransaction() throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1"))
    let before = ingest.log.count.contactWrites
    try ingest.sendTogether((0..<100).map { .track("look", "1", at: .noon(plusMinutes: $0)) })
    #expect(ingest.log.count.contactWrites == before + 1)
  }
}
