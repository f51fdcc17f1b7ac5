import SegmentModel

/// An instant, or instants one after the other, at which the answers of many may change at once by time alone.
enum TimeBoundary: Sendable, Hashable {
  case instant(Instant)
  /// Now, moved by some terms, comes into another unit of a zone.
  case unit(TimeUnit, [DateMath.Term], Zone)

  func next(after now: Instant) -> Instant? {
    switch self {
    case .instant(let instant): instant > now ? instant : nil
    case .unit(let unit, let terms, let zone): MovedClock(terms, in: zone).nextUnit(unit, after: now)
    }
  }
}

extension TimeBound {
  /// Where the bound jumps; nil where it never does.
  var boundary: TimeBoundary? {
    guard case .math(let math) = expression, let rounding = math.rounding else { return nil }
    return .unit(rounding, math.terms, zone)
  }
}

extension DateExpression {
  /// Where the days that the span touches are others; nil where they never are.
  func boundaryOfDays(in zone: Zone) -> TimeBoundary? {
    guard case .math(let math) = self else { return nil }
    let unit = math.rounding.flatMap { $0.isShorterThanDay ? nil : $0 } ?? .day
    return .unit(unit, math.terms, zone)
  }
}
