import SegmentModel

extension TimeBound {
  /// The next instant after `now` at which the bound, going on with the clock, steps over `value` or back; nil where
  /// it never does again.
  ///
  /// "At or before `value`" is what is asked; the answer of this function is where that changes.
  func nextCrossing(of value: Instant, after now: Instant) -> Instant? {
    guard case .math(let math) = expression else { return nil }
    let threshold = value.advanced(milliseconds: -shift)
    let moved = DateMath(terms: math.terms)
    return moved.nextCrossing(of: first(beyond: threshold, math.rounding), after: now, in: zone)
  }

  /// Rounding aside: the bound is at or before the threshold while the moved now is before this instant.
  private func first(beyond threshold: Instant, _ rounding: TimeUnit?) -> Instant {
    guard let rounding else { return threshold.advanced(milliseconds: 1) }
    let unit = zone.span(of: rounding, around: threshold)
    let isWithin = edge == .first || unit.last == threshold
    return isWithin ? unit.last.advanced(milliseconds: 1) : unit.first
  }
}

extension DateMath {
  /// The next instant after `now` at which the moved now passes `target`, or falls behind it again. Without rounding.
  func nextCrossing(of target: Instant, after now: Instant, in zone: Zone) -> Instant? {
    func isBefore(_ instant: Instant) -> Bool { span(at: instant, in: zone).first < target }
    let isBeforeNow = isBefore(now)
    guard let slack = calendarSlack else {
      // Elapsed time alone: the distance is always the same.
      guard isBeforeNow else { return nil }
      let distance = span(at: now, in: zone).first.milliseconds - now.milliseconds
      let candidate = target.advanced(milliseconds: -distance)
      return candidate > now && !isBefore(candidate) ? candidate : nil
    }
    // The calendar makes the distance vary, by less than the slack; and the moved now may step back within it.
    let center = target.advanced(milliseconds: -averageDistance)
    let end = center.advanced(milliseconds: slack)
    var piece = max(now, center.advanced(milliseconds: -slack))
    while piece < end {
      // Clocks change at whole quarters of an hour; within one the moved now goes on with the clock.
      let next = Instant(milliseconds: (piece.milliseconds / Self.quarter + 1) * Self.quarter)
      if isBefore(next) != isBeforeNow {
        var (low, high) = (piece, next)
        while high.milliseconds - low.milliseconds > 1 {
          let middle = Instant(milliseconds: low.milliseconds + (high.milliseconds - low.milliseconds) / 2)
          if isBefore(middle) == isBeforeNow { low = middle } else { high = middle }
        }
        return high
      }
      piece = next
    }
    return nil
  }

  private static let quarter: Int64 = 900_000
  private static let day: Int64 = 86_400_000

  /// How far the distance from now can be from its average, in milliseconds; nil where it is always the same.
  private var calendarSlack: Int64? {
    let slack = terms.reduce(Int64(0)) { sum, term in
      switch term.unit {
      case .year, .month: sum + 5 * Self.day
      case .week, .day: sum + 2 * Self.day
      case .hour, .minute, .second: sum
      }
    }
    return slack == 0 ? nil : slack
  }

  private var averageDistance: Int64 {
    terms.reduce(0) { $0 + Int64($1.amount) * $1.unit.averageMilliseconds }
  }
}

extension TimeUnit {
  fileprivate var averageMilliseconds: Int64 {
    switch self {
    case .year: 31_556_952_000
    case .month: 2_629_746_000
    case .week: 604_800_000
    case .day: 86_400_000
    case .hour: 3_600_000
    case .minute: 60_000
    case .second: 1000
    }
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
