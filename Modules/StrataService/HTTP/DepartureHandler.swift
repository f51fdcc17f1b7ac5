import HTTPTypes
package import NIOCore
import NIOHTTPTypes

/// Hears that the client of a connection has gone, also while a request of it is being answered.
///
/// A client that hangs up and one that only says that it sends no more look alike until something is written to them;
/// both have gone.
final class DepartureHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private var hasGone = false
  private var onDeparture: (@Sendable () -> Void)?

  /// - Parameter body: called once, at once where the client has gone already; nil: nobody cares any more.
  func listen(_ body: (@Sendable () -> Void)?) {
    onDeparture = body
    if hasGone { tell() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { tell() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    tell()
    context.fireChannelInactive()
  }

  private func tell() {
    hasGone = true
    onDeparture?()
    onDeparture = nil
  }
}

extension Channel {
  /// Runs something for the request that this connection is answering, in a task that is cancelled as soon as the client
  /// has gone. One at a time.
  package func untilDeparture<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await body() }
    listen { task.cancel() }
    defer { listen(nil) }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func listen(_ body: (@Sendable () -> Void)?) {
    eventLoop.execute {
      // There is none without a socket.
      try? self.pipeline.syncOperations.handler(type: DepartureHandler.self).listen(body)
    }
  }
}
