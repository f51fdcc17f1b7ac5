package import EventIngest
import SegmentModel

/// PostHog's capture API (https://posthog.com/docs/api/capture), as its libraries speak it: one event, a list of them,
/// or `{batch}`; JSON, gzip, or a form with `data`.
package struct PostHogDialect: IngestDialect {
  static let name = "posthog"

  package var name: String { Self.name }

  package let routes =
    ["/batch", "/e", "/i/v0/e", "/capture"].map { IngestRoute("POST", $0) } + PostHogFlags.routes

  package let namesOfIDs: Set<String> = ["distinct_id", "$device_id", "$anon_distinct_id", "$user_id", "alias"]

  package init() {}

  package func question(in request: IngestRequest) -> IngestQuestion? { PostHogFlags.question(in: request) }

  package func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
    let body = try EventBody(request)
    let list = try MessageList.read(body.bytes, .init(listKey: "batch", asked: ["api_key", "token", "sent_at"]))
    let key =
      PostHogEventReader.key(in: request, body: list.members, fields: body.fields)
      ?? list.messages.lazy.compactMap(\.json).compactMap { PostHogEventReader.keys(of: $0).first }.first
    let reader = PostHogEventReader(
      receivedAt: request.receivedAt, sentAt: PostHogEventReader.instant(list.members["sent_at"]), writeKey: key,
      bound: request.messageBytes)
    return IngestBatch(
      writeKey: key, items: list.messages.enumerated().map { reader.item($1, index: $0) },
      isSingle: list.isAlone, memory: list.memory(body: request.body.count))
  }

  package func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
    .taken(.object([JSONMember("status", "Ok")] + outcome.members), position: outcome.position)
  }
}
