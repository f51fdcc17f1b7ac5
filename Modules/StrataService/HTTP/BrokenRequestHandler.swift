import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import SegmentModel

/// Gives the answer to what is not HTTP, which the framework sends without a word, the body of a problem like any other.
final class BrokenRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let saysMessage: Bool

  /// - Parameter saysMessage: see `Problem.body`.
  init(saysMessage: Bool) { self.saysMessage = saysMessage }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // Every 400 of ours has a body.
    guard case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0"
    else { return context.write(data, promise: promise) }
    let problem = Problem.badRequest("This is not an HTTP request, or its headers are too large.", code: "badHTTP")
    let bytes = problem.body(saysMessage: saysMessage).bytes()
    head.headerFields[.contentType] = "application/problem+json"
    head.headerFields[.contentLength] = "\(bytes.count)"
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: promise)
  }
}
