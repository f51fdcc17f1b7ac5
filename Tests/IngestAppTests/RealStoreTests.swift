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
