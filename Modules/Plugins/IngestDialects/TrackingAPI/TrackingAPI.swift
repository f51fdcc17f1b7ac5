package import EventIngest
package import SegmentModel

/// Segment's HTTP tracking API, which many clients speak. Source: http-api, "The tracking API".
package struct TrackingAPI: IngestDialect {
  static let name = "tracking"

  package var name: String { Self.name }

  package let namesOfIDs: Set<String> = ["userId", "anonymousId", "previousId", "code"]

  package init() {}

  package var routes: [IngestRoute] { TrackingCall.routes }

  /// The settings calls of browser libraries.
  package func question(in request: IngestRequest) -> IngestQuestion? {
    guard case .question(let question) = TrackingCall(path: request.path) else { return nil }
    switch question {
    case .projectSettings(let key):
      return IngestQuestion(
        writeKey: key, answer: TrackingSettings.ofProject(writeKey: key, serverURL: request.serverURL))
    case .sourceConfig:
      let key = TrackingWriteKey.find(in: request, body: .null)
      return IngestQuestion(
        writeKey: key, answer: TrackingSettings.ofSource(writeKey: key ?? "", serverURL: request.serverURL))
    }
  }

  /// The body is JSON whatever its Content-Type: browsers send `text/plain` to do without a CORS preflight.
  package func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
    guard let call = TrackingCall(path: request.path) else {
      throw IngestRefusal(404, .notFound, "there is nothing at \(request.path)")
    }
    if case .question = call { throw IngestRefusal(405, .notFound, "\(request.path) takes no messages") }
    guard request.body.count <= IngestLimits.bodyBytes else {
      throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(IngestLimits.bodyBytes) bytes")
    }
    guard case .single(let type) = call else { return try batch(request) }
    guard request.body.count <= request.messageBytes else {
      throw IngestRefusal(413, .messageTooLarge, "a message is at most \(IngestLimits.messageBytes) bytes")
    }
    let body: JSONValue
    do {
      body = try JSONReader.read(request.body)
    } catch {
      throw .badJSON(error)
    }
    guard body.objectValue != nil else {
      throw IngestRefusal(400, .badBody, "the body must be an object, not \(body.kindName)")
    }
    let reader = TrackingMessageReader(receivedAt: request.receivedAt, sentAtOfBatch: nil)
    return IngestBatch(
      keys: TrackingWriteKey.all(in: request, body: body), items: [reader.item(body, type: type)],
      isSingle: true, memory: request.body.count + IngestBatch.memory(of: body))
  }

  /// The message of a line of a file.
  package static func message(_ json: JSONValue, line: Int, receivedAt: Instant) -> IngestItem {
    TrackingMessageReader(receivedAt: receivedAt, sentAtOfBatch: nil).item(json, index: line, isMeasured: true)
  }

  package func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
    .taken(.object([JSONMember("success", true)] + outcome.members), position: outcome.position)
  }

  private func batch(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
    let body = try MessageList.read(
      request.body, .init(listKey: "batch", asked: ["writeKey", "sentAt"], takesOthers: false))
    let reader = TrackingMessageReader(
      receivedAt: request.receivedAt, sentAtOfBatch: TrackingMessageReader.instant(body.members["sentAt"]))
    // Where the whole body is within the bound of one message, each message is.
    let isLarge = request.body.count > IngestLimits.messageBytes
    let items = body.messages.enumerated().map { index, message in
      switch message {
      case .read(let json): reader.item(json, index: index, isMeasured: isLarge)
      case .unreadable(let bytes, let error): reader.item(unreadable: bytes, error, index: index)
      }
    }
    return IngestBatch(
      keys: TrackingWriteKey.all(in: request, body: body.members), items: items, isSingle: false,
      memory: body.memory(body: request.body.count))
  }
}
