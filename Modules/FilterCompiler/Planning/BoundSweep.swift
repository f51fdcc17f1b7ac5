package import SegmentModel

/// Where a bound is while now goes from one instant to another. Made once, it is asked about many values.
package struct BoundSweep: Sendable {
  /// The earliest and latest instant that the bound comes to; where pieces are not known, perhaps more.
  package let hull: ClosedRange<Instant>
  private let bound: TimeBound
  private let until: Instant
  /// Where the moved now is; nil where that are too many: then each value is searched for by itself.
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
