import SegmentModel
import Testing

@testable import EventIngest

@Suite struct EndpointTests {
  /// One message a body: its text is the event's name.
  private struct PlainDialect: IngestDialect {
    let name = "plain"

    func methods(at path: String) -> [String]? { path == "/plain" ? ["POST"] : nil }

    func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
      let name = String(decoding: request.body, as: UTF8.self)
      guard name != "bad" else { throw IngestRefusal(400, .badBody, "bad") }
      return IngestBatch(
        writeKey: request.query["writeKey"], items: [IngestMessage.track(name, name == "nobody" ? nil : "1").item()],
        isSingle: true, byteCount: request.body.count)
    }

    func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
      .taken(["accepted": .number(Double(outcome.accepted))], position: outcome.position)
    }
  }

  private struct OneKey: SourceDirectory {
    let keylessSources: [Source] = []

    func source(keyHash: KeyHash) -> Source? { keyHash == KeyHash(key: "key") ? .server : nil }
  }

  private let log = MemoryProfileLog()

  private func respond(_ method: String, _ path: String, _ body: String = "", key: String = "key") async
    -> IngestResponse
  {
    let endpoint = IngestEndpoint(
      dialects: [PlainDialect()], directory: OneKey(), pipeline: IngestPipeline(log: log))
    return await endpoint.respond(
      to: IngestRequest(
        method: method, path: path, query: ["writeKey": key], body: Array(body.utf8), receivedAt: .noon))
  }

  private func code(_ response: IngestResponse) -> String? {
    guard let body = try? JSONReader.read(response.body), body["message"]?.stringValue?.isEmpty == false,
      response.headers["Content-Type"] == "application/problem+json"
    else { return nil }
    return body["code"]?.stringValue
  }

  @Test func takenMessageIsAnsweredWithItsPosition() async {
    let response = await respond("POST", "/plain", "look")
    #expect(response.status == 200)
    #expect(response.headers["Strata-Position"] == String(log.profiles.position))
    #expect(log.profiles.events.count == 1)
  }

  @Test func unknownPathIs404() async {
    let response = await respond("POST", "/elsewhere")
    #expect(response.status == 404)
    #expect(code(response) == "notFound")
  }

  @Test func otherMethodIs405WithAllow() async {
    let response = await respond("GET", "/plain")
    #expect(response.status == 405)
    #expect(response.headers["Allow"] == "POST")
    #expect(code(response) == "methodNotAllowed")
  }

  @Test func unknownKeyIs401AndNothingIsStored() async {
    let response = await respond("POST", "/plain", "nobody", key: "other")
    #expect(response.status == 401)
    #expect(code(response) == "unknownKey")
    #expect(log.count.begun == 0)
  }

  @Test func bodyThatIsNotUnderstoodIs400() async {
    let response = await respond("POST", "/plain", "bad")
    #expect(response.status == 400)
    #expect(code(response) == "badBody")
  }

  @Test func invalidMessageOfASingleCallIs400WithItsCodeAndIsKept() async {
    let response = await respond("POST", "/plain", "nobody")
    #expect(response.status == 400)
    #expect(code(response) == "noIdentifier")
    #expect(log.profiles.rejected.count == 1)
  }

  @Test func failingStoreIs503WithRetryAfter() async {
    log.fail(with: BrokenStore(reason: "disk full"))
    let response = await respond("POST", "/plain", "look")
    #expect(response.status == 503)
    #expect(response.headers["Retry-After"] == "5")
    #expect(code(response) == "storeUnavailable")
  }
}
