import Hummingbird
import NIOCore
import StrataService

/// What a request of the query server brings along.
struct QueryContext: ServiceRequestContext {
  var coreContext: CoreRequestContextStorage
  let remoteAddress: SocketAddress?
  /// Who asks; set for every route of the API.
  var caller: Caller?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}
