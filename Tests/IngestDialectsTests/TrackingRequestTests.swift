import EventIngest
import IngestDialects
import SegmentModel
import Testing

/// Paths, bodies, keys and answers of http-api, "The tracking API".
@Suite struct TrackingRequestTests {
  private let one = #"{"userId": "1", "event": "e"}"#

  @Test(arguments: [
    ("/v1/identify", "/v1/i"), ("/v1/track", "/v1/t"), ("/v1/page", "/v1/p"), ("/v1/screen", "/v1/s"),
    ("/v1/group", "/v1/g"), ("/v1/alias", "/v1/a"),
  ])
  func shortFormIsTheSameCall(long: String, short: String) throws {
    let body = #"{"userId": "1", "event": "e", "groupId": "g", "previousId": "p", "name": "n"}"#
    #expect(try Tracking.message(long, body) == Tracking.message(short, body))
    for path in [long, short] { #expect(TrackingAPI().routes.contains(IngestRoute("POST", path))) }
  }

  @Test(arguments: ["/v1/batch", "/v1/b", "/v1/import", "/sdk/batch"])
  func batchHoldsMessagesOfEachType(path: String) throws {
    let body = """
      {"batch": [{"type": "identify", "userId": "1"}, {"type": "track", "userId": "1", "event": "e"},
        {"type": "page", "userId": "1"}, {"type": "screen", "userId": "1"},
        {"type": "group", "userId": "1", "groupId": "g"}, {"type": "alias", "userId": "1", "previousId": "p"}]}
      """
    let batch = try Tracking.read(path, body)
    #expect(!batch.isSingle)
    #expect(batch.items.map(\.index) == [0, 1, 2, 3, 4, 5])
    #expect(try batch.items.map { try $0.content.get() }.count == 6)
  }

  @Test func malformedMessageOfABatchIsRejectedAlone() throws {
    let batch = try Tracking.read(
      "/v1/batch",
      """
      {"batch": [{"type": "track", "userId": "1", "event": "e"}, 5, {"type": "nonsense"}, {"userId": "1"},
        {"type": "track", "userId": "1"}, {"type": "track", "userId": "1", "event": "e"}]}
      """)
    let codes = batch.items.map { item -> String? in
      if case .failure(let rejection) = item.content { rejection.code } else { nil }
    }
    #expect(codes == [nil, "notAnObject", "unknownType", "unknownType", "missingEvent", nil])
    #expect(batch.items[1].body == 5)
  }

  /// Many small values take a multiple of their text, one long text little more than itself.
  @Test func batchCountsTheMemoryOfWhatWasReadOfIt() throws {
    func memory(_ value: String) throws -> (text: Int, memory: Int) {
      let body = #"{"batch": [{"type": "track", "userId": "1", "event": "e", "properties": {"a": \#(value)}}]}"#
      return (body.utf8.count, try Tracking.read("/v1/batch", body).memory)
    }
    let small = try memory("[" + Array(repeating: "[1]", count: 2000).joined(separator: ",") + "]")
    #expect(small.memory > 20 * small.text)
    let long = try memory("\"" + String(repeating: "x", count: 8000) + "\"")
    #expect((2 * long.text..<5 * long.text).contains(long.memory))
  }

  @Test func contentTypeMakesNoDifference() throws {
    for type in ["application/json", "text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded"] {
      #expect(try Tracking.read("/v1/track", one, headers: ["content-type": type]).items.count == 1)
    }
  }

  @Test(arguments: [
    ("Basic a2V5Og==", "key"), ("basic a2V5", "key"), ("Basic a2V5OnB3", "key"), ("Bearer key", "key"),
    ("Basic ***", nil), ("Basic Og==", nil), ("Digest key", nil), ("key", nil),
  ])
  func keyIsTheBasicUserNameOrTheBearer(header: String, key: String?) throws {
    #expect(try Tracking.read("/v1/track", one, headers: ["authorization": header]).writeKey == key)
  }

  @Test func keyMayBeInBodyOrQuery() throws {
    let inBody = #"{"writeKey": "body", "batch": []}"#
    #expect(try Tracking.read("/v1/batch", inBody).writeKey == "body")
    #expect(try Tracking.read("/v1/track", one, query: ["writeKey": "query"]).writeKey == "query")
    #expect(try Tracking.read("/v1/batch", inBody, query: ["writeKey": "query"]).writeKey == "body")
    #expect(
      try Tracking.read("/v1/batch", inBody, headers: ["authorization": "Bearer header"]).writeKey == "header")
    #expect(try Tracking.read("/v1/track", one).writeKey == nil)
    let all = try Tracking.read(
      "/v1/batch", inBody, query: ["writeKey": "query"], headers: ["authorization": "Basic c2l0ZTpw"])
    #expect(all.writeKey == "site")
    #expect(all.otherKeys == ["body", "query"])
  }

  @Test(arguments: ["", "{", "[1,]", "\u{FEFF}{}", "{\"a\":\"\\ud800\"}", "{\"a\":1e999}"])
  func bodyThatIsNotJSONIs400(body: String) {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Tracking.read("/v1/track", body) }
    #expect(refusal?.status == 400)
    #expect(refusal?.code == "badJSON")
  }

  @Test(arguments: [("/v1/batch", "[]"), ("/v1/batch", "{}"), ("/v1/batch", #"{"batch": {}}"#), ("/v1/track", "[]")])
  func bodyOfAnotherShapeIs400(path: String, body: String) {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Tracking.read(path, body) }
    #expect(refusal?.status == 400)
    #expect(refusal?.code == "badBody")
  }

  private func question(_ path: String, headers: [String: String] = [:], query: [String: String] = [:]) throws
    -> (writeKey: String?, answer: JSONValue)?
  {
    let request = IngestRequest(
      method: "GET", path: path, query: query, headers: headers, receivedAt: .noon,
      serverURL: "https://events.example.com/strata")
    guard let question = TrackingAPI().question(in: request) else { return nil }
    return (question.writeKey, try JSONReader.read(question.answer.body))
  }

  @Test func settingsOfAProjectSayWhereMessagesGo() throws {
    let (key, answer) = try #require(try question("/v1/projects/a%2Fkey/settings"))
    #expect(key == "a/key")
    let segment = answer["integrations"]?["Segment.io"]
    #expect(segment?["apiKey"] == "a/key")
    #expect(segment?["apiHost"] == "events.example.com/strata/v1")
    #expect(segment?["protocol"] == "https")
    #expect(answer["plan"]?["track"]?["__default"]?["enabled"] == true)
  }

  @Test func configurationOfASourceIsEnabledAndHasNoDestinations() throws {
    for path in ["/sourceConfig", "/sourceConfig/"] {
      let (key, answer) = try #require(try question(path, headers: ["authorization": "Basic a2V5Og=="]))
      #expect(key == "key")
      let source = answer["source"]
      #expect(source?["enabled"] == true)
      #expect(source?["id"]?.stringValue?.isEmpty == false)
      #expect(source?["config"]?.objectValue != nil)
      #expect(source?["destinations"] == [])
    }
    #expect(try question("/sourceConfig", query: ["writeKey": "key"])?.writeKey == "key")
    #expect(try question("/v1/track") == nil)
  }

  @Test func everyRouteIsUnderstood() throws {
    for route in TrackingAPI().routes {
      let path = route.path.replacing("{writeKey}", with: "key")
      let request = IngestRequest(method: route.method, path: path, receivedAt: .noon)
      if route.method == "GET" {
        #expect(TrackingAPI().question(in: request) != nil, "\(route)")
      } else {
        let refusal = Tracking.refusal { () throws(IngestRefusal) in try TrackingAPI().read(request) }
        #expect(refusal?.code == "badJSON", "\(route)")
      }
    }
  }

  @Test(arguments: ["/", "/v1", "/v1/nothing", "/v2/track", "/V1/track", "/v1/track/more", "/v1/projects/settings"])
  func otherPathsAreNotOfTheDialect(path: String) {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Tracking.read(path, one) }
    #expect(refusal?.status == 404)
  }

  // MARK: - Bounds

  private func message(bytes: Int) -> String {
    let frame = #"{"type":"track","userId":"1","event":"e","properties":{}}"#
    let list = #""list":[]"#
    let filler = String(repeating: "1,", count: (bytes - frame.utf8.count - list.utf8.count) / 2 - 1)
    return #"{"type":"track","userId":"1","event":"e","properties":{"list":[\#(filler)111]}}"#
  }

  @Test func singleCallOverTheBoundOfAMessageIs413() throws {
    #expect(try Tracking.read("/v1/track", message(bytes: 32_000)).items.count == 1)
    let refusal = Tracking.refusal { () throws(IngestRefusal) in
      try Tracking.read("/v1/track", message(bytes: 33_000))
    }
    #expect(refusal?.status == 413)
    #expect(refusal?.code == "messageTooLarge")
  }

  @Test func messageOverTheBoundInABatchIsRejectedAlone() throws {
    let batch = try Tracking.read(
      "/v1/batch", #"{"batch": [\#(message(bytes: 32_000)), \#(message(bytes: 33_000)), \#(message(bytes: 200))]}"#)
    let codes = batch.items.map { item -> String? in
      if case .failure(let rejection) = item.content { rejection.code } else { nil }
    }
    #expect(codes == [nil, "messageTooLarge", nil])
  }

  @Test func bodyOverItsBoundIs413() {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in
      try Tracking.read("/v1/batch", String(repeating: " ", count: 4 * 1024 * 1024) + #"{"batch":[]}"#)
    }
    #expect(refusal?.status == 413)
    #expect(refusal?.code == "bodyTooLarge")
  }

  @Test func batchOverItsBoundOfMessagesIs413() throws {
    let batch = { (count: Int) in #"{"batch":[\#(Array(repeating: "0", count: count).joined(separator: ","))]}"# }
    #expect(try Tracking.read("/v1/batch", batch(5000)).items.count == 5000)
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Tracking.read("/v1/batch", batch(5001)) }
    #expect(refusal?.status == 413)
    #expect(refusal?.code == "tooManyMessages")
  }

  // MARK: - Answers

  @Test func answerToWhatIsTakenIsToTheLetter() throws {
    var outcome = IngestOutcome()
    outcome.accepted = 2
    outcome.duplicates = 1
    outcome.rejected = [IngestOutcome.Indexed(3, Rejection(.missingEvent, "no event"))]
    outcome.position = 17
    let batch = try Tracking.read("/v1/batch", #"{"batch": []}"#)
    let response = TrackingAPI().response(to: outcome, of: batch)
    #expect(response.status == 200)
    #expect(response.headers == ["Content-Type": "application/json", "Strata-Position": "17"])
    let expected =
      #"{"success":true,"accepted":2,"duplicates":1,"#
      + #""rejected":[{"index":3,"code":"missingEvent","message":"no event"}]}"#
    #expect(String(decoding: response.body, as: UTF8.self) == expected)
  }

  @Test(arguments: [400, 401, 404, 413, 415, 501, 503])
  func everyErrorHasCodeAndMessage(status: Int) throws {
    let refusal = IngestRefusal(status, .overloaded, "wait", retryAfter: 3)
    let response = TrackingAPI().response(to: refusal)
    let body = try JSONReader.read(response.body)
    #expect(response.status == status)
    #expect(response.headers["Retry-After"] == "3")
    #expect(body["code"] == "overloaded")
    #expect(body["message"] == "wait")
    #expect(body["detail"] == "wait")
    #expect(body["status"] == .number(Double(status)))
    #expect(body["title"]?.stringValue != "Error")
  }
}
