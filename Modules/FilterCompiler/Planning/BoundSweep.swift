package import SegmentModel

/// Where a bound is while now goes from one instant to another. Made once, it is asked about many values.
package struct BoundSweep: Sendable {
  /// The earliest and latest instant that the bound can be at; where it is asked for a few months at most, it is at both.
  package let hull: ClosedRange<Instant>
  private let bound: TimeBound
  private let until: Instant
  /// Where the moved now is; nil where there would be too many.
  private let pieces: [MovedClock.Piece]?

  init(_ bound: TimeBound, from start: Instant, until end: Instant) {
    self.bound = bound
    until = end
    guard case .math(let math) = bound.expression, start <= end else {
      let instant = bound.instant(at: start)
      (hull, pieces) = (instant...instant, [])
      return
    }
    let clock = MovedClock(math.terms, in: bound.zone)
    pieces = clock.pieces(from: start.milliseconds, through: end.milliseconds)
    let moved = pieces?.hull ?? clock.hull(from: start, until: end)
    // A bound that is rounded goes the same way as what it is rounded from.
    let rounded = TimeBound(.math(DateMath(terms: [], rounding: math.rounding)), bound.edge, in: bound.zone)
    let (earliest, latest) = (rounded.instant(at: moved.lowerBound), rounded.instant(at: moved.upperBound))
    hull =
      earliest.advanced(milliseconds: bound.shift)...max(earliest, latest).advanced(milliseconds: bound.shift)
  }

  /// The first instant after `now` and within the sweep at which the bound steps over `value` or back; see
  /// `TimeBound.nextCrossing`.
  /// - Parameter now: within the sweep.
  package func firstCrossing(of value: Instant, after now: Instant) -> Instant? {
    guard hull.lowerBound <= value, value < hull.upperBound else { return nil }
    guard let pieces else {
      return bound.nextCrossing(of: value, after: now).flatMap { $0 <= until ? $0 : nil }
    }
    let target = bound.target(for: value).milliseconds
    var wasBefore: Bool?
    for piece in pieces where piece.last >= now.milliseconds {
      let start = max(piece.first, now.milliseconds)
      let isBefore = piece.value(at: start) < target
      if let wasBefore, wasBefore != isBefore { return Instant(milliseconds: start) }
      if isBefore, piece.value(at: piece.last) >= target {
        return Instant(milliseconds: piece.first + (target - piece.value))
      }
      wasBefore = isBefore
    }
    return nil
  }
}

extension TimeBound {
  /// - Parameters:
  ///   - start: the first now.
  ///   - end: the last now, not before the first.
  package func sweep(from start: Instant, until end: Instant) -> BoundSweep {
    BoundSweep(self, from: start, until: end)
  }
}

extension [MovedClock.Piece] {
  fileprivate var hull: ClosedRange<Instant>? {
    guard let earliest = lazy.map(\.value).min(), let latest = lazy.map({ $0.value(at: $0.last) }).max() else {
      return nil
    }
    return Instant(milliseconds: earliest)...Instant(milliseconds: latest)
  }
}

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
