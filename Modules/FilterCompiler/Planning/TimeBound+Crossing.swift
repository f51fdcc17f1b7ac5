import SegmentModel

extension TimeBound {
  /// The next instant after `now` at which the bound, going on with the clock, steps over `value` or back; nil where
  /// it never does again. "At or before `value`" is what is asked; the answer of this function is where that changes.
  ///
  /// Exact, but that it may be earlier where the bound has very many terms.
  func nextCrossing(of value: Instant, after now: Instant) -> Instant? {
    guard case .math(let math) = expression else { return nil }
    return MovedClock(math.terms, in: zone).nextCrossing(of: target(for: value), after: now)
  }

  /// Rounding aside: the bound is at or before `value` while the moved now is before this instant.
  func target(for value: Instant) -> Instant {
    let threshold = value.advanced(milliseconds: -shift)
    guard case .math(let math) = expression, let rounding = math.rounding else {
      return threshold.advanced(milliseconds: 1)
    }
    let unit = zone.span(of: rounding, around: threshold)
    let isWithin = edge == .first || unit.last == threshold
    return isWithin ? unit.last.advanced(milliseconds: 1) : unit.first
  }
}

extension TimeRange {
  /// The next instant after `now` at which an instant enters or leaves the range.
  func nextCrossing(of instant: Instant, after now: Instant) -> Instant? {
    [
      lower?.nextCrossing(of: instant, after: now),
      upper?.nextCrossing(of: instant.advanced(milliseconds: -1), after: now),
    ].compactMap(\.self).min()
  }
}
