import EventIngest
import HTTPTypes
import HummingbirdTesting
import IngestDialects
import SegmentModel
import StrataService
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_ingest

/// The tracking API from the request to the store.
@Suite struct TrackingTests {
  /// What the widget sends for a click on each of the two buttons of the demo page.
  private let clicks = """
    {"batch": [
      {"type": "track", "messageId": "m1", "timestamp": "2026-11-24T12:00:00.000Z", "anonymousId": "visitor",
        "event": "get-start", "properties": {"price": 100, "view": "80%"},
        "context": {"page": {"url": "http://localhost:8080/"}, "library": {"name": "strata-widget"}}},
      {"type": "identify", "messageId": "m2", "anonymousId": "visitor", "traits": {},
        "tracked": {"pricing-team111": "successfully"}}],
      "sentAt": "2026-11-24T12:00:00.000Z"}
    """

  @Test func clicksOfAPageWithoutKeyAreOnDiskWhenTheAnswerComes() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.post("/v1/batch", clicks)
      #expect(response.status == .ok)
      let expected: JSONValue = ["success": true, "accepted": 2, "duplicates": 0, "rejected": []]
      #expect(response.json == expected)
      let position = try fixture.status().feedPosition
      #expect(response.header("Strata-Position") == String(position))
      #expect(position > 0)
    }
    let contact = try #require(try fixture.contact(.anonymousId, "visitor"))
    #expect(contact.tracked["pricing-team111"]?.value == .text("successfully"))
    #expect(contact.state == .visitor)
    #expect(contact.sessionCount == 1)
    #expect(try fixture.status().events == 1)
  }

  @Test func sameMessagesAgainAreDuplicatesForSevenDaysAcrossRestarts() async throws {
    let first = try IngestFixture()
    try await first.test { _ = try await $0.post("/v1/batch", clicks) }
    try await first.services.close()
    let minute: Int64 = 60_000
    let week: Int64 = 7 * 24 * 60 * minute
    // What was known is swept in whole hours.
    for (later, duplicates) in [(0, 2), (week - minute, 2), (week + 61 * minute, 0), (week + 62 * minute, 2)] {
      let again = try IngestFixture(in: first.directory) {
        $0.clock = ManualClock(.noon.advanced(milliseconds: Int64(later)))
      }
      try await again.test { client in
        let response = try await client.post("/v1/batch", clicks)
        #expect(response.json?["accepted"] == .number(Double(2 - duplicates)))
        #expect(response.json?["duplicates"] == .number(Double(duplicates)))
      }
      #expect(try again.status().events == (later > week ? 2 : 1))
      try await again.services.close()
    }
  }

  @Test func messagesWithoutKeyAreRefusedFromElsewhereAndNothingIsStored() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      for origin in [nil, "https://evil.example", "null"] {
        let response = try await client.post("/v1/batch", clicks, origin: origin)
        #expect(response.status == .unauthorized)
        #expect(response.code == "missingKey")
        #expect(response.json?["message"]?.stringValue?.isEmpty == false)
      }
    }
    #expect(try fixture.status().contacts == 0)
  }

  @Test func keylessSourceIsNotHeardWhereTheOperatorDoesNotAllowIt() async throws {
    let fixture = try IngestFixture { $0.allowsKeyless = false }
    try await fixture.test { client in
      let answer = try await client.post("/v1/batch", clicks)
      #expect(answer.status == .unauthorized)
    }
  }

  @Test(arguments: [
    ("127.0.0.1", false, true), ("localhost", false, true), ("::1", false, true), ("0.0.0.0", false, false),
    ("192.0.2.7", false, false), ("::", false, false), ("0.0.0.0", true, true),
  ])
  func keylessNeedsLoopbackOrPermission(host: String, isAllowed: Bool, expected: Bool) throws {
    let given = ["host": host, "allow-keyless": isAllowed ? "true" : "false"]
    let configuration = try Configuration(Settings.all(of: .ingest), given: given, environment: [:])
    #expect(IngestSettings(configuration).allowsKeyless == expected)
  }

  @Test func keyCountsFromEachOfItsPlaces() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      let body = #"{"userId": "42", "event": "look"}"#
      let basic = "Basic " + Self.base64("\(key):")
      #expect(
        try await client.post("/v1/track", body, origin: nil, headers: [.authorization: basic]).status == .ok)
      #expect(try await client.post("/v1/track", body, origin: nil, key: key).status == .ok)
      #expect(try await client.post("/v1/track?writeKey=\(key)", body, origin: nil).status == .ok)
      let inBody = #"{"userId": "42", "event": "look", "writeKey": "\#(key)"}"#
      #expect(try await client.post("/v1/t", inBody, origin: nil).status == .ok)
      let wrong = try await client.post("/v1/track", body, origin: nil, key: key + "x")
      #expect(wrong.status == .unauthorized)
      #expect(wrong.code == "unknownKey")
      // How to sign in is told to programs; a browser would ask the visitor for a password.
      #expect(wrong.header("WWW-Authenticate") == #"Basic realm="write key""#)
      let fetched = HTTPFields([HTTPField(name: try #require(HTTPField.Name("Sec-Fetch-Mode")), value: "cors")])
      for (origin, headers) in [(IngestFixture.page, HTTPFields()), (nil, fetched)] {
        let answer = try await client.post("/v1/track", body, origin: origin, key: key + "x", headers: headers)
        #expect(answer.status == .unauthorized && answer.header("WWW-Authenticate") == nil)
      }
    }
    #expect(try fixture.status().events == 4)
    #expect(try fixture.contact(.userId, "42")?.state == .customer)
  }

  @Test func revokedAndRotatedKeysAreRefusedAMomentLater() async throws {
    let fixture = try IngestFixture()
    let (source, key) = try fixture.makeSource(.server)
    let body = #"{"userId": "42", "event": "look"}"#
    try await fixture.test { client in
      #expect(try await client.post("/v1/track", body, key: key).status == .ok)
      let newKey = try fixture.profiles.write { try $0.rotateSource(source.publicID) }.value
      fixture.clock.advance(milliseconds: SourceCatalog.freshness)
      #expect(try await client.post("/v1/track", body, key: key).status == .unauthorized)
      #expect(try await client.post("/v1/track", body, key: newKey).status == .ok)
      _ = try fixture.profiles.write { try $0.revokeSource(source.publicID, now: .noon) }
      fixture.clock.advance(milliseconds: SourceCatalog.freshness)
      #expect(try await client.post("/v1/track", body, key: newKey).status == .unauthorized)
    }
  }

  @Test func invalidSingleCallIs400AndIsKept() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.post("/v1/track", #"{"event": "look"}"#)
      #expect(response.status == .badRequest)
      #expect(response.code == "noIdentifier")
      #expect(response.header("Strata-Position") != nil)
    }
    let kept = try fixture.profiles.read { try $0.rejectedMessages(limit: 10) }
    #expect(kept.map(\.code) == ["noIdentifier"])
    #expect(kept.first?.body == Array(#"{"event":"look"}"#.utf8))
  }

  @Test func malformedMessageInABatchIsRejectedAlone() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.post(
        "/v1/batch",
        #"{"batch": [{"type": "track", "userId": "1", "event": "a"}, {"type": "track", "userId": "1"}]}"#)
      #expect(response.status == .ok)
      #expect(response.json?["accepted"] == 1)
      let rejected = response.json?["rejected"]?.arrayValue
      #expect(rejected?.count == 1)
      #expect(rejected?.first?["index"] == 1)
      #expect(rejected?.first?["code"] == "missingEvent")
    }
  }

  @Test func errorsAreProblemsWithCodeAndMessage() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let big = String(repeating: " ", count: 4 * 1024 * 1024 + 1)
      let answers: [(TestResponse, Int)] = [
        (try await client.post("/v1/track", "{"), 400),
        (try await client.post("/v1/batch", big), 413),
        (try await client.post("/v1/track", "{}", headers: [.contentEncoding: "gzip"]), 400),
        (try await client.post("/v1/track", "{}", headers: [.contentEncoding: "br"]), 415),
        (try await client.post("/v1/nothing", "{}"), 404),
        (try await client.execute(uri: "/v1/track", method: .get), 405),
        (try await client.execute(uri: "/v1/projects/key/settings", method: .get), 401),
        (try await client.execute(uri: "/sourceConfig/", method: .get), 401),
      ]
      for (response, status) in answers {
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.code?.isEmpty == false)
        #expect(response.json?["message"]?.stringValue?.isEmpty == false)
      }
      #expect(answers[5].0.headers[.allow] == "POST")
    }
  }

  @Test(arguments: [
    ("/v1/track", "{", "", "badJSON"), ("/v1/track", "[]", "", "badBody"), ("/v1/batch", "5", "", "badBody"),
    ("/v1/track", #"{"userId": "1"}"#, "/event", "missingEvent"),
    ("/v1/track", #"{"event": "e"}"#, "", "noIdentifier"),
    ("/v1/track", #"{"userId": [], "event": "e"}"#, "/userId", "badIdentifier"),
    ("/v1/track", #"{"userId": "1", "event": "e", "timestamp": 5}"#, "/timestamp", "badTimestamp"),
    ("/v1/track", #"{"userId": "1", "event": "e", "originalTimestamp": 5}"#, "/originalTimestamp", "badTimestamp"),
    ("/v1/track", #"{"userId": "1", "event": "e", "messageId": 5}"#, "/messageId", "badMessageID"),
    ("/v1/track", #"{"userId": "1", "event": "e", "properties": 5}"#, "/properties", "wrongType"),
    ("/v1/identify", #"{"userId": "1", "context": {"traits": 5}}"#, "/context/traits", "wrongType"),
    ("/v1/group", #"{"userId": "1"}"#, "/groupId", "missingGroupID"),
    ("/v1/alias", #"{"userId": "1"}"#, "/previousId", "missingPreviousID"),
    ("/i/v0/e/", #"{"distinct_id": "1"}"#, "", "missingEvent"),
  ])
  func badInputIsShownItsPlace(path: String, body: String, pointer: String, code: String) async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.post(path, body)
      #expect(response.status == .badRequest)
      let error: JSONValue = [
        "pointer": .string(pointer), "code": .string(code), "detail": response.json?["message"] ?? .null,
      ]
      #expect(response.json?["errors"] == [error])
      #expect(response.code == code)
    }
  }

  /// Whatever is wrong, and whoever finds it: existing clients retry for ever without the two.
  @Test func everyErrorBodyHasCodeAndMessage() async throws {
    let fixture = try IngestFixture { $0.ratePerKey = 1 }
    let key = try fixture.makeSource(.server).writeKey
    let paths = Dialects.all.flatMap(\.routes).filter { $0.method == "POST" }.map(\.path)
    let host = try #require(HTTPField.Name("Host"))
    try await fixture.test { client in
      var answers: [(String, TestResponse, expected: Int)] = []
      for path in paths where !["/flags", "/decide"].contains(path) {
        let big = String(repeating: " ", count: 4 * 1024 * 1024 + 1)
        for (body, origin, status) in [
          ("{", IngestFixture.page, 400), ("{", nil, 400), ("5", nil, 400), (big, nil, 413),
          (#"{"batch": [{}], "event": "e", "properties": {}, "$distinct_id": 1, "userId": 1}"#, nil, 401),
        ] as [(String, String?, Int)] {
          answers.append((path, try await client.post(path, body, origin: origin), status))
        }
        answers.append((path, try await client.execute(uri: path, method: .delete), 405))
        answers.append((path, try await client.post(path, "{}", headers: [.contentEncoding: "br"]), 415))
      }
      answers.append(("nowhere", try await client.post("/nowhere", "{}", origin: nil), 404))
      answers.append(("two hosts", try await client.post("/v1/track", "{}", headers: [host: "evil.example"]), 400))
      let batch = "{\"batch\": [\(Array(repeating: "{}", count: 15).joined(separator: ","))]}"
      #expect(try await client.post("/v1/batch", batch, key: key).status == .ok)
      for path in ["/v1/track", "/capture", "/engage"] {
        answers.append((path, try await client.post(path + "?writeKey=\(key)&api_key=\(key)&token=\(key)", "{}"), 429))
      }
      try await fixture.services.close()
      answers.append(("closed", try await client.post("/v1/track", #"{"userId": "1", "event": "e"}"#), 503))
      for (path, response, status) in answers {
        let body = response.json
        #expect(response.status.code == status, "\(path) \(response.status) \(body?.text ?? "")")
        for member in ["code", "message"] {
          #expect(body?[member]?.stringValue?.isEmpty == false, "\(member) of \(path), \(response.status)")
        }
      }
    }
  }

  private static func base64(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = text.utf8.flatMap { byte in (0..<8).reversed().map { Int(byte >> UInt8($0)) & 1 } }
    let digits = stride(from: 0, to: bits.count, by: 6).map { start in
      (0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
    }
    return String(digits.map { alphabet[$0] }) + String(repeating: "=", count: (4 - digits.count % 4) % 4)
  }
}
