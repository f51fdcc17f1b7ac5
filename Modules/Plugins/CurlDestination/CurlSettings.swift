import Foundation
import SegmentSync

/// How a ``CurlDestination`` works. Times are in milliseconds; every bound is here.
package struct CurlSettings: Sendable {
  package var addresses = AddressPolicy(allowPrivateAddresses: false)

  /// From the start of an attempt, with name, connection and handshake, to the end of the answer.
  package var timeout = 15_000

  /// How long ``CurlDestination/shutDown()`` waits for what is in flight. A server has 10 s to end.
  package var grace = 5_000

  /// Requests in flight at once; more wait in the queue.
  package var requestsAtOnce = DeliveryPolicy.requestsInAll

  /// Attempts that wait to begin; one more fails as `overloaded`. Only a caller that counts wrongly sees that.
  package var queued = 256

  /// Connections kept open for another request.
  package var idleConnections = 64

  /// Bytes of an answer that are kept, and that are read at all before the connection is closed.
  package var keptBytes = 1_024
  package var readBytes = 65_536

  /// Bytes of an answer's head, with all before it (100 Continue and the like); one that is larger is a failure.
  package var headBytes = 65_536

  package var userAgent = "Strata/1.0"

  /// PEM certificates to trust in place of the system's.
  package var certificates: String?

  package init() {}
}

extension CurlSettings {
  /// Hosts that a proxy of the environment is not used for: those that the environment names, and this machine.
  var withoutProxy: String {
    let environment = ProcessInfo.processInfo.environment
    let named = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    if named == "*" { return named }
    return (named.isEmpty ? "" : named + ",") + "localhost,127.0.0.0/8,::1"
  }
}
