import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Answers `Expect: 100-continue` with 100, for curl waits a second for it before it sends a large body.
///
/// Only where no other request of the connection is being answered: the 100 would get into that answer.
final class ContinueHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private var requestsInHand = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      if requestsInHand == 0, head.headerFields[.expect]?.lowercased() == "100-continue" {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
      }
      requestsInHand += 1
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { requestsInHand -= 1 }
    context.write(data, promise: promise)
  }
}

extension HTTP1Channel.Configuration {
  /// The bounds of a connection: 75 s without a request, 32 KB of headers, 200 of them.
  /// - Parameters:
  ///   - saysMessage: see `Problem.body`.
  ///   - bodyTime: how long a body may be on its way.
  static func strata(saysMessage: Bool, bodyTime: Duration) -> HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        LastRequestHandler(), ContinueHandler(), DepartureHandler(), SlowBodyHandler(limit: bodyTime),
        BrokenRequestHandler(saysMessage: saysMessage),
      ], idleTimeout: .seconds(75),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 32 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 200))
  }
}
