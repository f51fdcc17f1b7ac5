package import Hummingbird
package import NIOCore
import SegmentModel

/// What every request brings along. An app that keeps more with a request (who asks) has a context of its own:
///
///     struct QueryContext: ServiceRequestContext {
///       var coreContext: CoreRequestContextStorage
///       let remoteAddress: SocketAddress?
///       var token: Token?
///
///       init(source: ApplicationRequestContextSource) {
///         coreContext = .init(source: source)
///         remoteAddress = source.channel.remoteAddress
///       }
///     }
package protocol ServiceRequestContext: RemoteAddressRequestContext
where Source == ApplicationRequestContextSource {}

package struct ServiceContext: ServiceRequestContext {
  package var coreContext: CoreRequestContextStorage
  package let remoteAddress: SocketAddress?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}

extension ServiceRequestContext {
  /// A captured part of the path, percent-decoded: of `/contacts/{id}` the id, `email:a@example.com`.
  /// - Throws: `Problem` where it is not UTF-8.
  package func pathParameter(_ name: String) throws -> String {
    guard let text = parameters.get(name), let decoded = PercentEncoding.decode(text) else {
      throw Problem.badRequest("The path holds a wrong percent-encoding.", code: "badPath")
    }
    return decoded
  }
}
