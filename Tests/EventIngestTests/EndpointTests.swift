import SegmentModel
import Testing

@testable import EventIngest

@Suite struct EndpointTests {
  /// One message a body: its text is the event's name.
  private struct PlainDialect: IngestDialect {
    let name = "plain"

    let routes = [IngestRoute("POST", "/plain")]

    let namesOfIDs: Set<String> = []

    func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
      let name = String(decoding: request.body, as: UTF8.self)
      guard name != "bad" else { throw IngestRefusal(400, .badBody, "bad") }
      return IngestBatch(
        writeKey: request.query["writeKey"], items: [IngestMessage.track(name, name == "nobody" ? nil : "1").item()],
        isSingle: true, memory: request.body.count)
    }

    func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
      .taken(["accepted": .number(Double(outcome.accepted))], position: outcome.position)
    }
  }

  private struct OneKey: SourceDirectory {
    func keylessSources() -> [Source] { [] }

    func source(writeKey: String) -> Source? { ["key": .server, "page": .browser][writeKey] }
  }

  private let log = MemoryProfileLog()

  private func respond(_ body: String, key: String = "key") async -> IngestResponse {
    let endpoint = IngestEndpoint(directory: OneKey(), pipeline: IngestPipeline(log: log))
    let request = IngestRequest(
      method: "POST", path: "/plain", query: ["writeKey": key], body: Array(body.utf8), receivedAt: .noon)
    return await endpoint.respond(to: request, in: PlainDialect())
  }

  private func code(_ response: IngestResponse) -> String? {
    guard let body = try? JSONReader.read(response.body), body["message"]?.stringValue?.isEmpty == false,
      response.headers["Content-Type"] == "application/problem+json"
    else { return nil }
    return body["code"]?.stringValue
  }

  @Test func takenMessageIsAnsweredWithItsPosition() async {
    let response = await respond("look")
    #expect(response.status == 200)
    #expect(response.headers["Strata-Position"] == String(log.profiles.position))
    #expect(log.profiles.events.count == 1)
  }

  @Test func unknownKeyIs401AndNothingIsStored() async {
    let response = await respond("nobody", key: "other")
    #expect(response.status == 401)
    #expect(code(response) == "unknownKey")
    #expect(log.count.begun == 0)
  }

  @Test func bodyThatIsNotUnderstoodIs400() async {
    let response = await respond("bad")
    #expect(response.status == 400)
    #expect(code(response) == "badBody")
  }

  /// Anyone may have the key of a page.
  @Test(arguments: [
    ("Bearer key", "", true), ("basic a2V5Og==", "", true), ("", "key", true), ("Bearer other", "key", true),
    ("Bearer page", "page", false), ("Bearer", "", false), ("Basic ?", "other", false),
  ])
  func serverIsKnownByItsKeyBeforeTheBody(authorization: String, inQuery: String, isKnown: Bool) async {
    let endpoint = IngestEndpoint(directory: OneKey(), pipeline: IngestPipeline(log: log))
    let request = IngestRequest(
      method: "POST", path: "/plain", query: ["writeKey": inQuery], headers: ["authorization": authorization],
      receivedAt: .noon)
    #expect(await endpoint.isOfServer(request) == isKnown)
  }

  @Test func whatCannotBeReadCountsInTheRateOfItsAddress() async {
    let endpoint = IngestEndpoint(
      directory: OneKey(), rates: IngestRates(perAddress: 1, burstSeconds: 1), pipeline: IngestPipeline(log: log))
    func statuses(_ body: String, from address: String) async -> [Int] {
      let request = IngestRequest(
        method: "POST", path: "/plain", query: ["writeKey": "key"], body: Array(body.utf8), receivedAt: .noon,
        address: address)
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(await endpoint.respond(to: request, in: PlainDialect()).status) }
      return statuses
    }
    #expect(await statuses("bad", from: "192.0.2.1") == [400, 400, 429])
    #expect(await statuses("look", from: "192.0.2.1") == [200, 200, 200], "a server's key is its own bound")
    let request = IngestRequest(method: "POST", path: "/plain", receivedAt: .noon, address: "192.0.2.2")
    let refusal = IngestRefusal(408, .bodyTooSlow, "slow")
    let answers = (0..<3).map { _ in endpoint.respond(to: request, with: refusal, in: PlainDialect()).status }
    #expect(answers == [408, 408, 429])
  }

  @Test func invalidMessageOfASingleCallIs400WithItsCodeAndIsKept() async {
    let response = await respond("nobody")
    #expect(response.status == 400)
    #expect(code(response) == "noIdentifier")
    #expect(log.profiles.rejected.count == 1)
  }

  @Test func failingStoreIs503WithRetryAfter() async {
    log.fail(with: BrokenStore(reason: "disk full"))
    let response = await respond("look")
    #expect(response.status == 503)
    #expect(response.headers["Retry-After"] == "5")
    #expect(code(response) == "storeUnavailable")
  }
}
