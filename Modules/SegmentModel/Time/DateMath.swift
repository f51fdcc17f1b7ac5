/// `now`, then terms, then optionally a unit to round to: `now-21d/d`.
/// Source: filter-language, "Dates, spans and durations".
package struct DateMath: Sendable, Hashable, CustomStringConvertible {
  package struct Term: Sendable, Hashable {
    /// -1,000,000 to 1,000,000.
    package var amount: Int
    package var unit: TimeUnit

    package init(_ amount: Int, _ unit: TimeUnit) {
      self.amount = amount
      self.unit = unit
    }
  }

  package static let maximumAmount = 1_000_000

  package var terms: [Term]
  package var rounding: TimeUnit?

  package init(terms: [Term], rounding: TimeUnit? = nil) {
    self.terms = terms
    self.rounding = rounding
  }

  /// Nil for what is not date math.
  package init?(_ text: String) {
    guard text.hasPrefix("now") else { return nil }
    var rest = text.dropFirst(3)
    terms = []
    while let sign = rest.first, sign == "+" || sign == "-" {
      rest.removeFirst()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let amount = Int(digits: digits), amount <= Self.maximumAmount, let unit = rest.first.flatMap(Self.unit)
      else { return nil }
      rest.removeFirst()
      terms.append(Term(sign == "-" ? -amount : amount, unit))
    }
    if rest.isEmpty { return }
    guard rest.count == 2, rest.first == "/", let unit = rest.last.flatMap(Self.unit) else { return nil }
    rounding = unit
  }

  private static func unit(_ character: Character) -> TimeUnit? { TimeUnit(rawValue: String(character)) }

  package var description: String {
    let moved = terms.map { "\($0.amount < 0 ? "-" : "+")\(abs($0.amount))\($0.unit.rawValue)" }
    return "now" + moved.joined() + (rounding.map { "/\($0.rawValue)" } ?? "")
  }

  /// One millisecond, or the whole unit that it is rounded to.
  package func span(at now: Instant, in zone: Zone) -> Span {
    var instant = now.clamped
    for term in terms { instant = zone.adding(term, to: instant).clamped }
    guard let rounding else { return Span(first: instant, last: instant) }
    let span = zone.span(of: rounding, around: instant)
    return Span(first: span.first.clamped, last: span.last.clamped)
  }
}

extension Zone {
  fileprivate func adding(_ term: DateMath.Term, to instant: Instant) -> Instant {
    if let length = term.unit.fixedMilliseconds { return instant.advanced(milliseconds: Int64(term.amount) * length) }
    var local = local(instant)
    switch term.unit {
    case .year: local.date = local.date.adding(months: 12 * term.amount)
    case .month: local.date = local.date.adding(months: term.amount)
    case .week: local.date = local.date.adding(days: 7 * term.amount)
    default: local.date = local.date.adding(days: term.amount)
    }
    return self.instant(local)
  }

  /// The unit that holds the instant: hours and less by the offset that holds there, days and more by the calendar.
  package func span(of unit: TimeUnit, around instant: Instant) -> Span {
    let local = local(instant)
    if let length = unit.fixedMilliseconds {
      let sinceStart = local.millisecondOfDay % length
      let first = instant.advanced(milliseconds: -sinceStart)
      return Span(first: first, last: first.advanced(milliseconds: length - 1))
    }
    let (first, next): (CivilDate, CivilDate)
    switch unit {
    case .year:
      first = CivilDate(year: local.date.year, month: 1, day: 1)
      next = first.adding(months: 12)
    case .month:
      first = CivilDate(year: local.date.year, month: local.date.month, day: 1)
      next = first.adding(months: 1)
    case .week:
      first = local.date.adding(days: -local.date.daysSinceMonday)
      next = first.adding(days: 7)
    default:
      first = local.date
      next = first.adding(days: 1)
    }
    return Span(
      first: self.instant(LocalDateTime(date: first)),
      last: self.instant(LocalDateTime(date: next)).advanced(milliseconds: -1))
  }
}
