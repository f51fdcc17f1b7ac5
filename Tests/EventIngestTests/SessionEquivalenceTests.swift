import SegmentModel
import Testing

@testable import EventIngest

/// However messages are grouped into transactions, the outcome is the same.
@Suite struct SessionEquivalenceTests {
  @Test(arguments: [UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max), 1, 2, 3])
  func groupsAndSavepointsMakeNoDifference(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = SplitMix(state: seed)
    let messages = (0..<400).map { _ in (Self.message(&generator), Self.source(&generator)) }

    let alone = TestIngest()
    var isolated = TestIngest()
    isolated.isolation = .eachMessage
    let together = TestIngest()
    for (message, source) in messages {
      try alone.send(message, from: source)
      try isolated.send(message, from: source)
    }
    _ = try together.log.write { transaction in
      let writer = GroupWriter(transaction, isolation: .none, keepsRejected: true)
      var reports = ClashReports()
      for (index, (message, source)) in messages.enumerated() {
        _ = try writer.write([message.item(index)], source: source, reports: &reports)
      }
      try writer.finish()
    }
    for other in [isolated, together] {
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

  private static func source(_ generator: inout SplitMix) -> Source {
    Bool.random(using: &generator) ? .server : .browser
  }

  private static func message(_ generator: inout SplitMix) -> IngestMessage {
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

/// A small generator whose run a seed repeats. Source: https://prng.di.unimi.it/splitmix64.c
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
