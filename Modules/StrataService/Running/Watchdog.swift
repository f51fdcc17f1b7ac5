import Dispatch
import Glibc
import Logging
import Synchronization

/// Ends the process where a shutdown does not end by itself. It hears the signals on a queue and waits on a thread of
/// its own, for whatever hangs may hold the cooperative pool, and with it all that depends on tasks.
final class Watchdog: Sendable {
  private let hasStarted = Atomic<Bool>(false)
  private let cancelled = DispatchSemaphore(value: 0)
  /// Never changed, and only ever cancelled, which a source allows from any thread.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// - Parameters:
  ///   - signals: those after which the time runs.
  ///   - lastStep: done before the process ends, and nothing else is.
  init(signals: [Int32], limit: Duration, logger: Logger, lastStep: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "watchdog")
    sources = signals.map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
    for source in sources {
      source.setEventHandler { [weak self] in self?.start(limit: limit, logger: logger, lastStep: lastStep) }
      source.resume()
    }
  }

  private func start(limit: Duration, logger: Logger, lastStep: @escaping @Sendable () -> Void) {
    guard !hasStarted.exchange(true, ordering: .relaxed) else { return }
    ServiceThread.start("watchdog") { [cancelled] in
      if cancelled.wait(timeout: .now() + limit.seconds) == .success { return }
      logger.warning("the shutdown took too long and was cut off")
      lastStep()
      _exit(0)
    }
  }

  func cancel() {
    for source in sources { source.cancel() }
    cancelled.signal()
  }
}
