package import SegmentModel

/// Where the bounds of a range are while now goes from one instant to another.
package struct RangeSweep: Sendable {
  /// The last now.
  package let until: Instant
  private let lower: BoundSweep?
  private let upper: BoundSweep?

  init(_ range: TimeRange, from start: Instant, until end: Instant) {
    until = end
    lower = range.lower?.sweep(from: start, until: end)
    upper = range.upper?.sweep(from: start, until: end)
  }

  /// What enters or leaves the range meanwhile lies in one of these, both ends included.
  package var windows: [ClosedRange<Instant>] {
    // What a lower bound stands at is within, and so is what an upper one stands at.
    var windows: [ClosedRange<Instant>] = []
    if let hull = lower?.hull, hull.lowerBound < hull.upperBound {
      windows.append(hull.lowerBound...hull.upperBound.advanced(milliseconds: -1))
    }
    if let hull = upper?.hull, hull.lowerBound < hull.upperBound {
      windows.append(hull.lowerBound.advanced(milliseconds: 1)...hull.upperBound)
    }
    return windows
  }

  /// The first instant after `now` and within the sweep at which an instant enters or leaves the range.
  /// - Parameter now: within the sweep.
  package func firstCrossing(of instant: Instant, after now: Instant) -> Instant? {
    let entry = lower?.firstCrossing(of: instant, after: now)
    let exit = upper?.firstCrossing(of: instant.advanced(milliseconds: -1), after: now)
    guard let entry, let exit else { return entry ?? exit }
    return min(entry, exit)
  }
}

extension TimeRange {
  /// - Parameters:
  ///   - start: the first now.
  ///   - end: the last now, not before the first.
  package func sweep(from start: Instant, until end: Instant) -> RangeSweep {
    RangeSweep(self, from: start, until: end)
  }
}
