import HTTPTypes
import Hummingbird
import NIOCore
import SegmentModel
import SegmentStore
import ServiceLifecycle
import StrataService
import Synchronization

/// `/stream`: counts as they change, for the page, as server-sent events.
///
/// A stream begins with everything (`definitions`, `totals`, a `count` for each segment), so that whoever connects
/// again has missed nothing, whatever its `Last-Event-ID`.
struct StreamController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("stream", use: stream)
  }

  @Sendable private func stream(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    let channel = context.channel
    guard let stream = services.streams.open(disconnect: { channel.close(promise: nil) }) else {
      throw Problem.unavailable(
        "\(CountStreams.maximumCount) streams are open, which is the most. Try again.", code: "tooManyStreams",
        retryAfter: 5)
    }
    let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
    return Response(
      status: .ok, headers: headers.with("X-Accel-Buffering", "no"),
      body: ResponseBody { writer in
        // A client that has gone ends it at once.
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          try await withGracefulShutdownHandler {
            try await write(stream, for: request, to: &writer)
          } onGracefulShutdown: {
            stream.end()
          }
        }
        try await writer.finish(nil)
      })
  }

  private func write(
    _ stream: CountStream, for request: Request, to writer: inout any ResponseBodyWriter
  ) async throws {
    var told: CountBoard.Reading?
    try await send(ServerSentEvent.retry, of: stream, to: &writer)
    for await _ in stream.wakes {
      if stream.pace.withLock({ $0.isCheckDue(at: .now) }), try await !isAllowed(request) { return }
      let news = services.streams.news(since: told)
      switch stream.pace.withLock({ $0.turn(hasNews: !news.text.isEmpty, at: .now) }) {
      case .rest: break
      case .heartbeat: try await send(ServerSentEvent.heartbeat, of: stream, to: &writer)
      case .write:
        try await send(news.text, of: stream, to: &writer)
        told = news.reading
      }
    }
  }

  private func send(
    _ text: String, of stream: CountStream, to writer: inout any ResponseBodyWriter
  ) async throws {
    stream.pace.withLock { $0.begin(at: .now) }
    try await writer.write(ByteBuffer(string: text))
    stream.pace.withLock { $0.end(at: .now) }
  }

  /// A token may have been revoked since, a session ended.
  private func isAllowed(_ request: Request) async throws -> Bool {
    do {
      return try await services.authenticator.caller(of: request)?.may(.read) ?? false
    } catch is Problem {
      return false
    }
  }
}
