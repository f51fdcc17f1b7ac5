import CCurl
import Foundation
package import SegmentModel
package import SegmentSync

/// Sends webhooks by libcurl, on a thread of its own: signed as Standard Webhooks has it, over HTTP/1.1, to http and
/// https alone, without following redirects, and never to an address that ``AddressPolicy`` refuses.
///
/// Released without ``shutDown()``, it fails what is in flight. Logs nothing.
package final class CurlDestination: Destination {
  private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private let mailbox: CurlMailbox
  private let grace: Int

  /// - Parameter clock: what a `Retry-After` that is a date is measured against.
  /// - Throws: `clientError` where libcurl cannot start.
  package init(settings: CurlSettings = CurlSettings(), clock: any WallClock = SystemClock()) throws(DeliveryFailure) {
    guard Self.library == CURLE_OK, let handle = curl_multi_init() else { throw .clientError }
    let multi = CurlMulti(handle: handle)
    strata_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, settings.idleConnections)
    let mailbox = CurlMailbox(multi: multi, capacity: settings.queued)
    self.mailbox = mailbox
    grace = settings.grace
    let thread = Thread {
      CurlLoop(mailbox: mailbox, multi: multi, settings: settings, clock: clock).run()
    }
    thread.name = "webhooks"
    thread.start()
  }

  deinit {
    mailbox.abandon()
  }

  package func send(_ attempt: DeliveryAttempt, completion: @escaping @Sendable (DeliveryResult) -> Void) {
    mailbox.put(CurlOrder(attempt: attempt, completion: completion))
  }

  package func shutDown() {
    mailbox.drain(until: .now + .milliseconds(grace))
  }
}
