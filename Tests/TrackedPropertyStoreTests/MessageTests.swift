import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct MessageTests {
  private static let week: Int64 = 7 * 24 * 3_600_000

  /// Takes a message as ingest does.
  /// - Returns: false where it was taken before.
  private func take(
    _ store: TemporaryStore, _ id: String, source: Int64? = 1, of contact: Int64? = nil, within: Int64 = week
  ) throws -> Bool {
    try store.profiles.write { transaction in
      try transaction.claim(
        messageID: id, source: source, receivedAt: store.now, since: store.now.advanced(milliseconds: -within),
        contact: contact)
    }.value
  }

  @Test func messageIsTakenOnceASource() throws {
    let store = try TemporaryStore()
    #expect(try take(store, "m"))
    #expect(try !take(store, "m"))
    #expect(try take(store, "m", source: 2))
    #expect(try take(store, "m", source: nil))
    #expect(try take(store, "n"))
  }

  @Test func messageIsForgottenAfterSevenDays() throws {
    let store = try TemporaryStore()
    #expect(try take(store, "m"))
    store.clock.advance(hours: 7 * 24)
    #expect(try !take(store, "m"))
    store.clock.advance(hours: 1)
    #expect(try take(store, "m"))
    #expect(try !take(store, "m"))
  }

  @Test func messageThatRepeatsForATimeIsForgottenAfterIt() throws {
    let store = try TemporaryStore()
    let hour: Int64 = 3_600_000
    #expect(try take(store, "m", within: hour))
    store.clock.advance(hours: 1)
    #expect(try !take(store, "m", within: hour))
    #expect(try take(store, "m", within: hour - 1))
    #expect(try !take(store, "m", within: 0))
  }

  @Test func rejectedMessageIsKeptWithItsReason() throws {
    let store = try TemporaryStore()
    let message = RejectedMessage(
      receivedAt: store.now, source: 3, code: "tooLong", message: "it is too long", body: Array("{}".utf8),
      call: IngestCall(dialect: "d", path: "/p"), proven: .email)
    _ = try store.profiles.write { try $0.reject(message) }
    #expect(try store.profiles.read { try $0.rejectedMessages(limit: 10) } == [message])
  }

  @Test func rejectedBodyIsCutAtItsBound() throws {
    let store = try TemporaryStore()
    let body = [UInt8](repeating: 0x20, count: Retention.maximumRejectedBytes + 1)
    let message = RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: body)
    _ = try store.profiles.write { try $0.reject(message) }
    let stored = try store.profiles.read { try $0.rejectedMessages(limit: 1) }
    #expect(stored.first?.body.count == Retention.maximumRejectedBytes)
  }

  @Test func oldestRejectedGoBeyondANumberWhateverTheirIds() throws {
    let store = try TemporaryStore()
    let reject = { (codes: [String]) in
      try store.profiles.write { transaction in
        for code in codes {
          try transaction.reject(
            RejectedMessage(receivedAt: store.now, source: nil, code: code, message: "m", body: []))
        }
        try transaction.keepRejected(atMost: 3)
      }
    }
    let kept = { try store.profiles.read { try $0.rejections(limit: 10) } }
    _ = try reject([])
    _ = try reject(["a", "b", "c"])
    // Taken again and refused again: others are not the fewer for it.
    for _ in 0..<5 {
      let last = try #require(try kept().first?.id)
      _ = try store.profiles.write { try $0.discardRejected(last) }
      _ = try reject(["again"])
    }
    #expect(try kept().map(\.message.code) == ["again", "b", "a"])
    _ = try reject(["d", "e"])
    #expect(try kept().map(\.message.code) == ["e", "d", "again"])
  }

  @Test func rejectedAreCountedNowAndThen() throws {
    let store = try TemporaryStore()
    _ = try store.profiles.write { transaction in
      for _ in 0..<Retention.maximumRejectedMessages + Retention.rejectedBetweenLooks {
        try transaction.reject(RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: []))
      }
    }
    #expect(try store.profiles.read { try $0.rejectionCounts().first?.count } == Int(Retention.maximumRejectedMessages))
  }

  @Test func sweepTakesWhatIsPastItsTimeAndNothingElse() throws {
    let store = try TemporaryStore()
    _ = try store.profiles.write { transaction in
      for index in 0..<1_500 {
        _ = try transaction.claim(
          messageID: "\(index)", source: 1, receivedAt: store.now, since: store.now, contact: nil)
      }
      try transaction.reject(
        RejectedMessage(receivedAt: store.now, source: nil, code: "old", message: "m", body: []))
    }
    let contact = try store.contact().id
    _ = try store.profiles.write { transaction in
      for _ in 0..<1_200 {
        _ = try transaction.appendEvent(
          EventRecord(contact: contact, name: "e", time: store.now, receivedAt: store.now))
      }
    }
    store.clock.advance(hours: 7 * 24 + 2)
    #expect(try take(store, "new"))
    _ = try store.profiles.write {
      try $0.reject(RejectedMessage(receivedAt: store.now, source: nil, code: "new", message: "m", body: []))
    }
    try store.event("e", of: contact)
    let last = try store.position()

    var sweep = RetentionSweep()
    var steps = 0
    while try sweep.step(store.profiles, now: store.now) { steps += 1 }
    #expect(steps > 0)

    try store.profiles.read { reader throws in
      #expect(try Int.fetchOne(reader.database, sql: "SELECT count(*) FROM message") == 1)
      #expect(try reader.rejectedMessages(limit: 10).map(\.code) == ["new"])
      // The mark is of whole hours, so the feed is kept from the first change of an hour on.
      #expect(try reader.firstFeedCursor() == 0)
    }
    store.clock.advance(hours: 7 * 24 + 2)
    try store.event("e", of: contact)
    while try sweep.step(store.profiles, now: store.now) {}
    try store.profiles.read { reader throws in
      #expect(try reader.firstFeedCursor() == last - 1)
      #expect(try reader.feedPosition() == last + 1)
      #expect(try reader.feed(after: last - 1, limit: 10).map(\.position) == [last, last + 1])
    }
  }
}
