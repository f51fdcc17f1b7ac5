package import EventIngest
import SegmentModel

/// PostHog's capture API (https://posthog.com/docs/api/capture), as its libraries speak it: one event, a list of them,
/// or `{batch}`; JSON, gzip, or a form with `data`.
package struct PostHogDialect: IngestDialect {
  package let name = "posthog"

  package let routes = ["/batch", "/e", "/i/v0/e", "/capture"].map { IngestRoute("POST", $0) }

  package init() {}

  package func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
    let body = try EventBody(request)
    let isBatch = body.json["batch"] != nil
    if isBatch, body.json["batch"]?.arrayValue == nil {
      throw IngestRefusal(400, .badBody, "`batch` must be a list of events")
    }
    let events = try EventBody.events(in: body.json["batch"] ?? body.json)
    let key =
      key(of: body.json) ?? body.fields["api_key"] ?? bearer(request) ?? request.query["api_key"]
      ?? events.lazy.compactMap(key).first
    let reader = PostHogEventReader(
      receivedAt: request.receivedAt, sentAt: PostHogEventReader.instant(body.json["sent_at"]), writeKey: key)
    return IngestBatch(
      writeKey: key, items: events.enumerated().map { reader.item($1, index: $0) },
      isSingle: body.json.objectValue != nil && !isBatch, byteCount: request.body.count)
  }

  package func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
    .taken(.object([JSONMember("status", "Ok")] + outcome.members), position: outcome.position)
  }

  private func key(of json: JSONValue) -> String? {
    PostHogEventReader.keys(of: json).first
  }

  private func bearer(_ request: IngestRequest) -> String? {
    guard let header = request.headers["authorization"], header.lowercased().hasPrefix("bearer ") else { return nil }
    return String(header.dropFirst("bearer ".count))
  }
}
