package import SegmentModel
import Synchronization

/// How far the follower of this process has come, for those who only read.
package final class SyncStanding: Sendable {
  private let caughtUp = Atomic<Int64>(.min)

  package init() {}

  /// The latest instant at which nothing was left to do: counts are as of then. Nil before the first.
  package var caughtUpAt: Instant? {
    let milliseconds = caughtUp.load(ordering: .relaxed)
    return milliseconds == .min ? nil : Instant(milliseconds: milliseconds)
  }

  func setCaughtUp(at now: Instant) { caughtUp.store(now.milliseconds, ordering: .relaxed) }
}
