package import SegmentModel
import Synchronization

/// A clock that stands until a test moves it.
package final class ManualClock: WallClock {
  private let time: Mutex<Instant>

  package init(_ now: Instant) {
    time = Mutex(now)
  }

  package var now: Instant { time.withLock { $0 } }

  package func set(_ now: Instant) { time.withLock { $0 = now } }

  /// Backwards where negative.
  package func advance(milliseconds: Int64) {
    time.withLock { $0 = $0.advanced(milliseconds: milliseconds) }
  }
}
