import Dispatch
import Synchronization

/// Wakes one waiting thread. Rings that come while one is pending, or before the thread waits, are one.
final class WakeUp: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let isPending = Atomic<Bool>(false)

  func ring() {
    if !isPending.exchange(true, ordering: .acquiringAndReleasing) { semaphore.signal() }
  }

  /// Waits for a ring, so many milliseconds at most.
  /// - Returns: whether it rang.
  @discardableResult
  func wait(milliseconds: Int64) -> Bool {
    guard semaphore.wait(timeout: .now() + .milliseconds(Int(clamping: max(milliseconds, 0)))) == .success else {
      return false
    }
    isPending.store(false, ordering: .releasing)
    return true
  }
}
