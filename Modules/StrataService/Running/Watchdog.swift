import Dispatch
import Glibc
import Logging
import Synchronization

/// Ends the process where a shutdown does not end by itself: on a thread of its own, for whatever hangs may hold the
/// cooperative pool.
final class Watchdog: Sendable {
  private let hasStarted = Atomic<Bool>(false)
  private let cancelled = DispatchSemaphore(value: 0)
  private let limit: Duration
  private let endsProcess: Bool
  private let logger: Logger

  init(limit: Duration, endsProcess: Bool, logger: Logger) {
    self.limit = limit
    self.endsProcess = endsProcess
    self.logger = logger
  }

  func start() {
    guard endsProcess, !hasStarted.exchange(true, ordering: .relaxed) else { return }
    ServiceThread.start("watchdog") { [cancelled, limit, logger] in
      if cancelled.wait(timeout: .now() + limit.seconds) == .success { return }
      logger.warning("the shutdown took too long and was cut off")
      _exit(0)
    }
  }

  func cancel() { cancelled.signal() }
}
