import Hummingbird
import NIOCore
import StrataService

/// What a request of the query server brings along.
struct QueryContext: ServiceRequestContext {
  var coreContext: CoreRequestContextStorage
  let remoteAddress: SocketAddress?
  /// The connection that the request came on.
  let channel: any Channel
  /// Who asks; set for every route of the API.
  var caller: Caller?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
    channel = source.channel
  }
}
