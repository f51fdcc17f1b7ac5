import EventIngest
import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_ingest

/// The rules of identity over the real store: however messages are grouped, the outcome is the same.
@Suite struct RealStoreTests {
  @Test func groupedMessagesEndAsMessagesOneByOne() async throws {
    var generator = TestSeed().generator()
    let messages = (0..<300).map { Self.message($0, &generator) }
    let (alone, together) = (try IngestFixture(), try IngestFixture())
    let keys = (try alone.makeSource(.server).writeKey, try together.makeSource(.server).writeKey)
    try await alone.test { client in
      for message in messages {
        let response = try await client.post("/v1/batch", "{\"batch\":[\(message)]}", key: keys.0)
        #expect(response.status == .ok)
      }
    }
    try await together.test { client in
      let response = try await client.post(
        "/v1/batch", "{\"batch\":[\(messages.joined(separator: ","))]}", key: keys.1)
      #expect(response.status == .ok)
    }
    #expect(try Self.everyone(in: alone) == Self.everyone(in: together))
    #expect(try alone.status().events == together.status().events)
    #expect(try alone.status().companies == together.status().companies)
    try await alone.services.close()
    try await together.services.close()
  }

  /// Each contact holds a bounded amount; what would go beyond is rejected, and nothing else is.
  @Test func messageThatWouldMakeARecordTooLargeIsRejectedAlone() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      let send = { (messages: [String]) in
        try await client.post("/v1/batch", "{\"batch\":[\(messages.joined(separator: ","))]}", key: key)
      }
      let first = try await send((0..<10).map(Self.large))
      #expect(first.status == .ok && first.json?["accepted"] == 10)
      let other = #"{"type": "identify", "userId": "other", "traits": {"n": 1}}"#
      let small = #"{"type": "identify", "anonymousId": "a", "traits": {"n": 1}}"#
      let second = try await send((10..<20).map(Self.large) + [small, other])
      #expect(second.status == .ok)
      let rejected = second.json?["rejected"]?.arrayValue ?? []
      #expect(!rejected.isEmpty && rejected.allSatisfy { $0["code"] == "recordTooLarge" })
      #expect(second.json?["accepted"] == .number(Double(12 - rejected.count)))
      #expect(try fixture.contact(.userId, "other")?.properties["n"]?.value == .number(1))

      let contact = try #require(try fixture.contact(.anonymousId, "a"))
      #expect(contact.properties["n"]?.value == .number(1))
      #expect(contact.properties.count == 3 * (20 - rejected.count) + 1)
      let names = try fixture.profiles.read { try $0.properties(in: .contact) }.map(\.name)
      #expect(Set(names).isSuperset(of: contact.properties.keys.map(\.text)))
      #expect(names.filter { $0.hasPrefix("large") }.count == contact.properties.count - 1)
      let kept = try fixture.profiles.read { try $0.rejections(code: "recordTooLarge", limit: 1000) }
      #expect(kept.count == rejected.count && kept.allSatisfy { $0.message.call != nil })

      // It was not taken, so that it may be sent again once there is room.
      let last = Self.large(19)
      #expect(try await send([last]).json?["rejected"]?.arrayValue?.count == 1)
      let traits = #"{"large0": null, "large1": null, "large2": null}"#
      let gone = #"{"type": "identify", "anonymousId": "a", "traits": \#(traits)}"#
      #expect(try await send([gone, last, last]).json?["duplicates"] == 1)
      #expect(try fixture.contact(.anonymousId, "a")?.properties["large59"]?.value != nil)
    }
    try await fixture.services.close()
  }

  @Test func mergeThatWouldMakeARecordTooLargeIsUndone() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      let send = { (messages: [String]) in
        try await client.post("/v1/batch", "{\"batch\":[\(messages.joined(separator: ","))]}", key: key)
      }
      _ = try await send((0..<10).map(Self.large))
      _ = try await send(
        (10..<20).map { Self.large($0).replacing(#""anonymousId": "a""#, with: #""userId": "u""#) })
      let joining = #"{"type": "track", "event": "look", "userId": "u", "anonymousId": "a", "messageId": "j"}"#
      let after = #"{"type": "track", "event": "look", "userId": "u", "messageId": "k"}"#
      let answer = try await send([joining, after])
      #expect(answer.status == .ok && answer.json?["accepted"] == 1)
      #expect(answer.json?["rejected"]?.arrayValue?.first?["code"] == "recordTooLarge")
      #expect(try fixture.status().contacts == 2 && fixture.status().events == 1)
      #expect(try fixture.contact(.anonymousId, "a")?.properties.count == 30)
      #expect(try fixture.contact(.userId, "u")?.properties.count == 30)
    }
    try await fixture.services.close()
  }

  @Test func companyThatWouldBeTooLargeIsRejectedAlone() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      let messages = (0..<20).map {
        Self.large($0).replacing(#""type": "identify""#, with: #""type": "group", "groupId": "g""#)
      }
      for half in [messages[..<10], messages[10...]] {
        let answer = try await client.post("/v1/batch", "{\"batch\":[\(half.joined(separator: ","))]}", key: key)
        #expect(answer.status == .ok)
        let codes = (answer.json?["rejected"]?.arrayValue ?? []).map { $0["code"]?.stringValue }
        #expect(codes.isEmpty == (half.startIndex == 0) && codes.allSatisfy { $0 == "recordTooLarge" })
      }
    }
    try await fixture.services.close()
  }

  /// Sets three properties of nearly the longest text.
  private static func large(_ number: Int) -> String {
    let traits = (0..<3).map { "\"large\(3 * number + $0)\": \"\(String(repeating: "x", count: 8000))\"" }
    return "{\"type\": \"identify\", \"anonymousId\": \"a\", \"messageId\": \"m\(number)\", "
      + "\"timestamp\": \"2026-11-24T11:00:00Z\", \"traits\": {\(traits.joined(separator: ", "))}}"
  }

  /// Contacts without the ids that are drawn at random.
  private static func everyone(in fixture: IngestFixture) throws -> [[String]] {
    let contacts = try fixture.profiles.read { try $0.contacts(limit: 1000) }
    return contacts.map { contact in
      let identifiers = contact.identifiers.map { "\($0.kind.rawValue):\($0.value)" }.sorted()
      let properties = contact.properties.sorted { $0.key < $1.key }.map { "\($0.key.text)=\($0.value)" }
      return identifiers + properties + [
        "\(contact.state)", "\(contact.createdAt)", "\(contact.modifiedAt.map(String.init(describing:)) ?? "")",
        "\(contact.lastSeenAt.map(String.init(describing:)) ?? "")", "\(contact.sessionCount)",
      ]
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func message(_ number: Int, _ generator: inout SplitMix64) -> String {
    func some(_ name: String, _ prefix: String, of count: Int, likely: Int) -> String {
      guard Int.random(in: 0..<10, using: &generator) < likely else { return "" }
      return "\"\(name)\": \"\(prefix)\(Int.random(in: 0..<count, using: &generator))\","
    }
    let minute = String(Int.random(in: 10..<60, using: &generator))
    let who = some("userId", "u", of: 5, likely: 4) + some("anonymousId", "a", of: 8, likely: 8)
    let rest = "\"messageId\": \"m\(number)\", \"timestamp\": \"2026-11-24T11:\(minute):00Z\""
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<5: return "{\"type\": \"track\", \"event\": \"look\", \(who) \(rest)}"
    case 5..<8:
      let traits =
        some("email", "e", of: 5, likely: 5) + some("phone", "12345", of: 5, likely: 2)
        + some("city", "c", of: 5, likely: 8)
      return "{\"type\": \"identify\", \"traits\": {\(traits) \"n\": \(number)}, \(who) \(rest)}"
    case 8:
      return "{\"type\": \"alias\", \"previousId\": \"u\(Int.random(in: 0..<5, using: &generator))\", \(who) \(rest)}"
    default:
      return
        "{\"type\": \"group\", \"groupId\": \"g\(number % 3)\", \"traits\": {\"name\": \"n\(number)\"}, \(who) \(rest)}"
    }
  }
}
