import CCurl
import Glibc
import SegmentModel
import SegmentSync

/// The thread of a ``CurlDestination``: the only user of its multi handle and of every transfer.
final class CurlLoop {
  /// How long the thread sleeps where nothing is in flight, in milliseconds; it is woken before.
  private static let idle: Int32 = 60_000
  private static let busy: Int32 = 1_000

  private let mailbox: CurlMailbox
  private let multi: CurlMulti
  private let settings: CurlSettings
  private let clock: any WallClock
  private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]

  init(mailbox: CurlMailbox, multi: CurlMulti, settings: CurlSettings, clock: any WallClock) {
    self.mailbox = mailbox
    self.multi = multi
    self.settings = settings
    self.clock = clock
  }

  func run() {
    blockBrokenPipe()
    mailbox.begin()
    while true {
      let round = mailbox.take(room: settings.requestsAtOnce - transfers.count)
      for refusal in round.refusals { refusal.completion(.failed(refusal.failure, milliseconds: 0)) }
      for order in round.orders { begin(order) }
      let ended = advance()
      switch round.phase {
      case .open, .closed: break
      case .draining(let deadline):
        if ContinuousClock.now >= deadline { failAll(.shutDown) }
        if transfers.isEmpty { mailbox.close() }
      case .abandoned:
        failAll(.shutDown)
        mailbox.close()
        mailbox.end()
        curl_multi_cleanup(multi.handle)
        return
      }
      // What ended made room, for which something may wait.
      if ended == 0 { sleep(round.phase) }
    }
  }

  /// Writing to a connection that the peer has closed raises SIGPIPE out of OpenSSL. Blocked here, it is not seen by
  /// the process, and the write fails as it should.
  private func blockBrokenPipe() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  private func begin(_ order: CurlOrder) {
    do throws(DeliveryFailure) {
      let transfer = try CurlTransfer(order, settings: settings)
      guard curl_multi_add_handle(multi.handle, transfer.easy) == CURLM_OK else { throw .clientError }
      transfers[transfer.easy] = transfer
    } catch {
      order.completion(.failed(error, milliseconds: 0))
    }
  }

  /// Lets libcurl work and reports the transfers that ended; says how many did.
  private func advance() -> Int {
    var running: Int32 = 0
    guard curl_multi_perform(multi.handle, &running) == CURLM_OK else { return failAll(.clientError) }
    var ended = 0
    var remaining: Int32 = 0
    while let message = curl_multi_info_read(multi.handle, &remaining)?.pointee {
      guard message.msg == CURLMSG_DONE, let transfer = transfers.removeValue(forKey: message.easy_handle) else {
        continue
      }
      let result = transfer.result(message.data.result, clock: clock)
      curl_multi_remove_handle(multi.handle, transfer.easy)
      transfer.completion(result)
      ended += 1
    }
    return ended
  }

  @discardableResult
  private func failAll(_ failure: DeliveryFailure) -> Int {
    let failed = transfers.values.map { $0 }
    transfers = [:]
    for transfer in failed {
      let milliseconds = transfer.milliseconds
      curl_multi_remove_handle(multi.handle, transfer.easy)
      transfer.completion(.failed(failure, milliseconds: milliseconds))
    }
    return failed.count
  }

  private func sleep(_ phase: CurlMailbox.Phase) {
    var wait = transfers.isEmpty ? Self.idle : Self.busy
    if case .draining(let deadline) = phase, !transfers.isEmpty {
      let left = (deadline - .now) / .milliseconds(1)
      wait = Int32(min(max(left.rounded(.up), 0), Double(wait)))
    }
    if curl_multi_poll(multi.handle, nil, 0, wait, nil) != CURLM_OK {
      // Out of memory, say. Without this the thread would try again as fast as it can.
      usleep(100_000)
    }
  }
}
