import Glibc

/// Where the time comes from, so that tests can hold it.
package protocol WallClock: Sendable {
  var now: Instant { get }
}

package struct SystemClock: WallClock {
  package init() {}

  package var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
