import SegmentModel
import TestSupport
import Testing

@testable import EventIngest

/// However messages are grouped into transactions, the outcome is the same.
@Suite struct SessionEquivalenceTests {
  @Test func groupsAndSavepointsMakeNoDifference() throws {
    let seed = TestSeed()
    for stream in 0..<5 { try run(seed.generator(UInt64(stream))) }
  }

  private func run(_ generator: SplitMix64) throws {
    var generator = generator
    let messages = (0..<400).map { _ in (Self.message(&generator), Self.source(&generator)) }

    let alone = TestIngest()
    var isolated = TestIngest()
    isolated.isolation = .eachMessage
    let together = TestIngest()
    let forgetting = TestIngest()
    for (message, source) in messages {
      try alone.send(message, from: source)
      try isolated.send(message, from: source)
    }
    for (ingest, contactBytes) in [(together, ContactCache.maximumBytes), (forgetting, 2000)] {
      _ = try ingest.log.write { transaction in
        let writer = GroupWriter(
          transaction, isolation: .none, keepsRejected: true, contactBytes: contactBytes)
        var reports = ClashReports()
        for (index, (message, source)) in messages.enumerated() {
          _ = try writer.write([message.item(index)], source: source, reports: &reports)
        }
        try writer.finish()
      }
    }
    #expect(forgetting.log.count.contactWrites > together.log.count.contactWrites)
    for other in [isolated, together, forgetting] {
      #expect(other.profiles.owners == alone.profiles.owners)
      #expect(Self.comparable(other.profiles) == Self.comparable(alone.profiles))
      #expect(other.profiles.events == alone.profiles.events)
      #expect(other.profiles.links == alone.profiles.links)
      #expect(other.profiles.companies == alone.profiles.companies)
    }
    #expect(alone.profiles.owners.values.allSatisfy { alone.profiles.contacts[$0] != nil })
  }

  /// The order of a contact's identifiers says nothing.
  private static func comparable(_ profiles: MemoryProfiles) -> [Int64: ContactRecord] {
    profiles.contacts.mapValues { record in
      var record = record
      record.identifiers.sort { ($0.kind, $0.value) < ($1.kind, $1.value) }
      return record
    }
  }

  private static func source(_ generator: inout SplitMix64) -> Source {
    Bool.random(using: &generator) ? .server : .browser
  }

  private static func message(_ generator: inout SplitMix64) -> IngestMessage {
    func some(_ prefix: String, of count: Int, likely: Int) -> String? {
      Int.random(in: 0..<10, using: &generator) < likely
        ? "\(prefix)\(Int.random(in: 0..<count, using: &generator))" : nil
    }
    let user = some("u", of: 5, likely: 4)
    let anonymous = some("a", of: 8, likely: 8)
    let time = Instant.noon(plusMinutes: Int64.random(in: -200...200, using: &generator))
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<4: return .track("look", user, anonymousId: anonymous, at: time)
    case 4..<8:
      let traits: KeyValuePairs<String, Value?> = [
        "email": some("e", of: 5, likely: 4).map(Value.text), "phone": some("12345", of: 5, likely: 2).map(Value.text),
        "city": some("c", of: 5, likely: 7).map(Value.text),
        "company.name": some("g", of: 3, likely: 2).map(Value.text),
      ]
      return .identify(user, anonymousId: anonymous, traits, tracked: ["step": 1], at: time)
    case 8: return .alias(some("u", of: 5, likely: 5) ?? "a1", to: user)
    default: return .track("shop", user, anonymousId: anonymous, at: time)
    }
  }
}
