package import EventIngest
import SegmentModel

/// Segment's HTTP tracking API, which many clients speak. Source: http-api, "The tracking API".
package struct TrackingAPI: IngestDialect {
  package let name = "tracking"

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
    let body = try json(of: request)
    let items: [IngestItem]
    if case .single(let type) = call {
      guard request.body.count <= IngestLimits.messageBytes else {
        throw IngestRefusal(413, .messageTooLarge, "a message is at most \(IngestLimits.messageBytes) bytes")
      }
      guard body.objectValue != nil else {
        throw IngestRefusal(400, .badBody, "the body must be an object, not \(body.kindName)")
      }
      let reader = TrackingMessageReader(receivedAt: request.receivedAt, sentAtOfBatch: nil)
      items = [reader.item(body, type: type)]
    } else {
      items = try self.items(ofBatch: body, of: request)
    }
    return IngestBatch(
      writeKey: TrackingWriteKey.find(in: request, body: body), items: items, isSingle: call != .batch,
      byteCount: request.body.count)
  }

  package func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
    .taken(.object([JSONMember("success", true)] + outcome.members), position: outcome.position)
  }

  private func json(of request: IngestRequest) throws(IngestRefusal) -> JSONValue {
    guard request.body.count <= IngestLimits.bodyBytes else {
      throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(IngestLimits.bodyBytes) bytes")
    }
    do {
      return try JSONReader.read(request.body)
    } catch {
      throw IngestRefusal(400, .badJSON, "the body is \(error)")
    }
  }

  private func items(ofBatch body: JSONValue, of request: IngestRequest) throws(IngestRefusal) -> [IngestItem] {
    guard let messages = body["batch"]?.arrayValue else {
      throw IngestRefusal(400, .badBody, "the body must be an object with a list of messages, `batch`")
    }
    guard messages.count <= IngestLimits.batchMessages else {
      throw IngestRefusal(
        413, .tooManyMessages, "a batch has at most \(IngestLimits.batchMessages) messages, not \(messages.count)")
    }
    let reader = TrackingMessageReader(
      receivedAt: request.receivedAt, sentAtOfBatch: TrackingMessageReader.instant(body["sentAt"]))
    // Where the whole body is within the bound of one message, each message is.
    let isLarge = request.body.count > IngestLimits.messageBytes
    return messages.enumerated().map { index, message in
      reader.item(message, index: index, isMeasured: isLarge)
    }
  }
}
