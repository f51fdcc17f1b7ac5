package import SegmentModel
import Synchronization

/// How far the follower of this process has come, for those who only read.
package final class SyncStanding: Sendable {
  private let caughtUp = Atomic<Int64>(.min)
  private let told = Atomic<Int64>(0)

  package init() {}

  /// The latest instant at which nothing was left to do: counts are as of then. Nil before the first.
  package var caughtUpAt: Instant? {
    let milliseconds = caughtUp.load(ordering: .relaxed)
    return milliseconds == .min ? nil : Instant(milliseconds: milliseconds)
  }

  /// Up to this place of the change feed all that follows from it is in the members and counts, as far as it is taken in;
  /// beyond it some may still wait to be told of. 0 before that is known.
  package var toldUntil: Int64 { told.load(ordering: .acquiring) }

  /// - Parameter position: nil where nobody waits for what the feed has said.
  func setTold(until position: Int64?) { told.store(position ?? .max, ordering: .releasing) }

  func setCaughtUp(at now: Instant) { caughtUp.store(now.milliseconds, ordering: .relaxed) }
}
