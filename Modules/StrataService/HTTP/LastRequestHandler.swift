import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Says `Connection: close` where a request says in other words that it is the last of its connection, and for every
/// request of HTTP/1.0; the framework, which closes the connection, looks for that word alone.
///
/// Source: RFC 9112, 9.3. The version is known only before requests are turned into shared types, so the handler moves
/// there.
final class LastRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  func handlerAdded(context: ChannelHandlerContext) {
    do {
      let pipeline = context.pipeline.syncOperations
      let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
      try pipeline.addHandler(Reader(), position: .before(codec))
    } catch {
      context.fireErrorCaught(error)
    }
  }

  private final class Reader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 || !head.isKeepAlive else {
        return context.fireChannelRead(data)
      }
      head.headers.replaceOrAdd(name: "Connection", value: "close")
      context.fireChannelRead(wrapInboundOut(.head(head)))
    }
  }
}
