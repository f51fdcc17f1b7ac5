import SegmentModel

/// How much each of many senders may send: so much a second over time, and `burst` seconds' worth at once.
///
/// A value. Of each sender it keeps one instant, at which everything that it has sent would have been sent at the
/// highest rate (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm); one in the past says nothing and is
/// forgotten.
struct RateBound<Sender: Hashable & Sendable>: Sendable {
  /// Senders that are remembered. Beyond it those that send little are forgotten, and if all send much, everyone is.
  static var capacity: Int { 10_000 }

  /// Units a second; nil for no bound.
  let perSecond: Int?
  /// Milliseconds.
  let burst: Int64
  private var busyUntil: [Sender: Instant] = [:]

  /// Senders that are remembered now.
  var count: Int { busyUntil.count }

  init(perSecond: Int?, burstSeconds: Int) {
    self.perSecond = perSecond
    burst = Int64(burstSeconds) * 1000
  }

  /// Milliseconds for which the sender has to wait; nil where it has not. What it sends is then taken whole, however
  /// much it is: the next one waits for it.
  func wait(for sender: Sender, at now: Instant) -> Int64? {
    guard perSecond != nil, let until = busyUntil[sender] else { return nil }
    let excess = until.milliseconds - now.milliseconds - burst
    // Longer than any request is worth: the clock was set back.
    return excess > 0 && excess <= cost(of: IngestLimits.batchMessages) ? excess : nil
  }

  mutating func note(_ units: Int, of sender: Sender, at now: Instant) {
    guard perSecond != nil else { return }
    if busyUntil.count >= Self.capacity, busyUntil[sender] == nil { forget(at: now) }
    let latest = now.advanced(milliseconds: burst)
    let start = min(max(busyUntil[sender] ?? now, now), latest)
    busyUntil[sender] = start.advanced(milliseconds: cost(of: units))
  }

  /// Milliseconds.
  private func cost(of units: Int) -> Int64 {
    guard let perSecond, perSecond > 0 else { return 0 }
    return (Int64(units) * 1000 + Int64(perSecond) - 1) / Int64(perSecond)
  }

  private mutating func forget(at now: Instant) {
    busyUntil = busyUntil.filter { $0.value > now }
    if busyUntil.count >= Self.capacity { busyUntil.removeAll() }
  }
}
