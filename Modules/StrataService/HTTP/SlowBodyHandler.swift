import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends requests whose body is too long on its way, however steadily a little of it comes.
///
/// Whoever reads the body is thrown a `Problem`, so that the request is answered as any other; then the connection is
/// closed. Where the answer was given before, the connection is closed at once.
///
/// An answer may be the last of its connection and be given before the client has sent all: before the body has ended,
/// or to what is not HTTP. Then nobody reads any more, and most clients read no answer before they have sent all: the
/// rest is read and dropped here, until the client closes or the time for the body, or for lingering, is over.
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
  /// Nothing more is written, and what comes is dropped.
  private var isDropping = false
  private var requestsInHand = 0
  private var timer: Scheduled<Void>?

  /// - Parameter limit: from the head of a request to the end of its body.
  init(limit: Duration) { self.limit = limit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasExpired || isDropping { return }
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
    if isReading, !hasExpired { startTimer(context) }
    context.fireChannelReadComplete()
    if isDropping { context.read() }
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
      if isLast { linger(context) }
    case .head, .body: context.write(data, promise: promise)
    }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard case .output = mode, !isDropping else { return context.close(mode: mode, promise: promise) }
    isDropping = true
    let closed = promise ?? context.eventLoop.makePromise()
    if isReading {
      startTimer(context)
    } else {
      // Not before the client has taken the answer, however slowly.
      closed.futureResult.assumeIsolated().whenSuccess { self.linger(context) }
    }
    context.close(mode: mode, promise: closed)
    context.read()
  }

  func handlerRemoved(context: ChannelHandlerContext) { cancelTimer() }

  private func expire(_ context: ChannelHandlerContext) {
    timer = nil
    if isDropping { return context.close(promise: nil) }
    hasExpired = true
    context.fireErrorCaught(Problem.slowBody(limit: limit))
  }

  private func startTimer(_ context: ChannelHandlerContext) {
    if timer != nil { return }
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { self.expire(context) }
  }

  private func linger(_ context: ChannelHandlerContext) {
    cancelTimer()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
  }

  private func cancelTimer() {
    timer?.cancel()
    timer = nil
  }
}
