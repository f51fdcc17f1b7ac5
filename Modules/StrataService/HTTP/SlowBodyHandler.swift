import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends requests whose body is too long on its way, however steadily a little of it comes.
///
/// Whoever reads the body is thrown a `Problem`, so that the request is answered as any other; then the connection is
/// closed. Where the answer was given before, the connection is closed at once.
final class SlowBodyHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// After the answer, for the client to read it: what it still sends would make the system drop the answer.
  private static let lingering = TimeAmount.seconds(1)

  private let limit: Duration
  private var isReading = false
  private var hasExpired = false
  private var requestsInHand = 0
  private var timer: Scheduled<Void>?

  /// - Parameter limit: from the head of a request to the end of its body.
  init(limit: Duration) { self.limit = limit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasExpired { return }
    switch unwrapInboundIn(data) {
    case .head:
      isReading = true
      requestsInHand += 1
    case .body: break
    case .end:
      isReading = false
      cancelTimer()
    }
    context.fireChannelRead(data)
  }

  /// Most bodies come with their head, and need no timer.
  func channelReadComplete(context: ChannelHandlerContext) {
    if isReading, !hasExpired, timer == nil {
      timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { self.expire(context) }
    }
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part = unwrapOutboundIn(data)
    let isLast = hasExpired && requestsInHand == 1
    switch part {
    case .head(var head) where isLast:
      head.headerFields[.connection] = "close"
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      requestsInHand -= 1
      context.write(data, promise: promise)
      if isLast {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
      }
    case .head, .body: context.write(data, promise: promise)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { cancelTimer() }

  private func expire(_ context: ChannelHandlerContext) {
    timer = nil
    hasExpired = true
    context.fireErrorCaught(Problem.slowBody(limit: limit))
  }

  private func cancelTimer() {
    timer?.cancel()
    timer = nil
  }
}
