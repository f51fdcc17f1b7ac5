/// The milliseconds from `first` to `last`, both included; empty where a clock change leaves nothing of a day.
package struct Span: Sendable, Hashable {
  package var first: Instant
  package var last: Instant

  package init(first: Instant, last: Instant) {
    self.first = first
    self.last = last
  }
}

/// A date value of a filter: a day, a date-time or date math.
package enum DateExpression: Sendable, Hashable, CustomStringConvertible {
  case text(DateText, written: String)
  case math(DateMath)

  /// Nil for what is none of these.
  package init?(_ text: String) {
    if let math = DateMath(text) {
      self = .math(math)
    } else if let date = DateText(text) {
      self = .text(date, written: text)
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .text(_, let written): written
    case .math(let math): math.description
    }
  }

  package func span(at now: Instant, in zone: Zone) -> Span {
    switch self {
    case .math(let math): return math.span(at: now, in: zone)
    case .text(.day(let date), _):
      return Span(
        first: zone.instant(LocalDateTime(date: date)),
        last: zone.instant(LocalDateTime(date: date.adding(days: 1))).advanced(milliseconds: -1))
    case .text(let dateTime, _):
      let instant = dateTime.instant(in: zone)
      return Span(first: instant, last: instant)
    }
  }
}
