import HTTPTypes
import HummingbirdTesting
import IngestDialects
import SegmentModel
import Testing
import TrackedPropertyStore

@testable import strata_ingest

/// PostHog's and Mixpanel's dialects from the request to the store.
@Suite struct DialectTests {
  private func form(_ json: String) -> String {
    let safe = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    let text = json.utf8.map { byte in
      safe.contains(byte)
        ? String(decoding: [byte], as: UTF8.self)
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return "data=" + text.joined() + "&verbose=1"
  }

  @Test func updatesAtTheSameTimeAreEachCountedOnce() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      try await withThrowingTaskGroup { group in
        for number in 0..<60 {
          let update = """
            {"$token": "\(key)", "$distinct_id": "42", "$time": 1795521000.\(100 + number)5, "$add": {"n": 1},
              "$union": {"few": [\(number % 3)]}}
            """
          // Each is sent twice, as after a lost answer.
          for _ in 0..<2 {
            group.addTask {
              let response = try await client.post("/engage", self.form(update), origin: nil)
              #expect(response.status == .ok)
              #expect(response.json?["status"] == 1)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    let contact = try #require(try fixture.contact(.userId, "42"))
    #expect(contact.properties["n"]?.value == .number(60))
    #expect(contact.properties["few"]?.value?.elements.count == 3)
  }

  @Test func valueSetOnceIsKeptByTheStore() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    let update = { @Sendable (value: String, minute: Int) in
      """
      {"api_key": "\(key)", "event": "$set_once", "distinct_id": "42", "timestamp": "2026-11-24T11:\(minute):00Z",
        "$set_once": {"first": "\(value)"}}
      """
    }
    try await fixture.test { client in
      for (value, minute) in [("b", 30), ("c", 40), ("a", 20), ("d", 50)] {
        let response = try await client.post("/capture/", update(value, minute), origin: nil)
        #expect(response.status == .ok)
      }
    }
    #expect(try fixture.contact(.userId, "42")?.properties["first"]?.value == .text("a"))
  }

  @Test func batchOfPostHogIsTakenWithItsPositionAndNotTwice() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    let body = """
      {"api_key": "\(key)", "batch": [
        {"event": "bought", "distinct_id": "42", "uuid": "u1", "properties": {"$groups": {"company": "acme"}}},
        {"event": "$groupidentify", "distinct_id": "x", "uuid": "u2",
          "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme"}}},
        {"distinct_id": "42"}]}
      """
    try await fixture.test { client in
      let first = try await client.post("/batch/", body, origin: nil)
      #expect(first.status == .ok)
      #expect(first.json?["accepted"] == 2)
      #expect(first.json?["rejected"]?.arrayValue?.first?["code"] == "missingEvent")
      #expect(first.header("Strata-Position") != nil)
      #expect(try await client.post("/batch/", body, origin: nil).json?["duplicates"] == 2)
    }
    let status = try fixture.status()
    #expect([status.contacts, status.companies, status.events] == [1, 1, 1])
  }

  /// An id that may as well be a number stands where its dialect says that ids stand.
  @Test func refusedMessagesOfTheErasedGoInEachDialect() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    let token = #""token": "\#(key)""#
    let ofPostHog = ["distinct_id", "$device_id", "$anon_distinct_id", "$user_id", "alias"].map { name in
      ("/capture/", #"{\#(token), "properties": {"\#(name)": "7"}}"#)
    }
    let ofMixpanel =
      [
        "distinct_id", "$device_id", "$user_id", "$identified_id", "$anon_id", "$anon_distinct_id", "alias",
      ].map { name in ("/track", #"{"properties": {\#(token), "\#(name)": 7}}"#) } + [
        ("/track", #"{"event": "$merge", "properties": {\#(token), "$distinct_ids": ["7"]}}"#),
        ("/track", #"{"properties": {\#(token), "distinct_id": "$device:7"}}"#),
        ("/engage", #"{"$token": "\#(key)", "$distinct_id": 7, "$bogus": {}}"#),
      ]
    let ofTrackingAPI = [
      ("/v1/track", #"{"userId": "7"}"#), ("/v1/track", #"{"anonymousId": "7"}"#),
      ("/v1/alias", #"{"previousId": "7"}"#),
      ("/v1/identify", #"{"userId": "8", "traits": {"code": "7"}, "timestamp": "?"}"#),
    ]
    let others = [
      ("/v1/track", #"{"userId": "8", "properties": {"quantity": 7}}"#),
      ("/capture/", #"{\#(token), "distinct_id": "8", "properties": {"quantity": 7}}"#),
      ("/track", #"{"properties": {\#(token), "distinct_id": "8", "quantity": 7}}"#),
    ]
    try await fixture.test { client in
      let known = #"{"userId": "7", "anonymousId": "7", "traits": {"code": "7"}}"#
      #expect(try await client.post("/v1/identify", known, key: key).status == .ok)
      try await Self.expectRefused(ofTrackingAPI + ofPostHog + ofMixpanel + others, by: client, key: key)
    }
    let kept = { try fixture.profiles.read { try $0.rejectedMessages(limit: 100) } }
    #expect(try kept().count == ofTrackingAPI.count + ofPostHog.count + ofMixpanel.count + others.count)
    let contact = try #require(try fixture.contact(.userId, "7"))
    try fixture.profiles.eraseContact(contact.id, namesOfIDs: Dialects.namesOfIDs)
    let left = try kept().map { String(decoding: $0.body, as: UTF8.self) }
    #expect(left.count == others.count && left.allSatisfy { $0.contains("quantity") }, "\(left)")

    // Nor do they come back.
    try await fixture.test { client in
      try await Self.expectRefused(ofTrackingAPI + ofPostHog + ofMixpanel + others, by: client, key: key)
    }
    let again = try kept().map { String(decoding: $0.body, as: UTF8.self) }
    #expect(again.count == 2 * others.count && again.allSatisfy { $0.contains("quantity") }, "\(again)")
  }

  private static func expectRefused(
    _ messages: [(path: String, body: String)], by client: any TestClientProtocol, key: String
  ) async throws {
    for (path, body) in messages {
      let response = try await client.post(path, body, origin: nil, key: path.hasPrefix("/v1") ? key : nil)
      #expect(response.status == .badRequest, "\(path) \(body)")
    }
  }

  @Test func refusalsOfMixpanelHaveAStatus() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let event = #"{"event": "e", "properties": {"token": "nobody", "distinct_id": "1"}}"#
      let big = String(repeating: " ", count: 4 * 1024 * 1024 + 1)
      for (body, status) in [(form(event), 401), ("data=", 400), (big, 413)] {
        let response = try await client.post("/track", body, origin: nil)
        #expect(response.status.code == status)
        #expect(response.json?["status"] == 0)
        #expect(response.json?["error"]?.stringValue?.isEmpty == false)
      }
    }
  }

  @Test func dialectsAreForPagesOfOtherOriginsToo() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let event = #"{"event": "e", "properties": {"distinct_id": "1"}}"#
      for path in ["/e/?compression=none", "/i/v0/e/", "/track/?ip=1", "/engage"] {
        let body = path.hasPrefix("/engage") ? #"{"$distinct_id": "1", "$set": {"a": 1}}"# : event
        let response = try await client.post(path, body)
        #expect(response.status == .ok, "\(path)")
        #expect(response.headers[.accessControlAllowOrigin] == IngestFixture.page)
      }
    }
  }
}
