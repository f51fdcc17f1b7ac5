import SegmentModel

/// Dates in words, as they are in one zone at one now.
///
/// Whole days are said without a time. Of the rest, a time without seconds at an end means that whole minute.
struct DateWords {
  let zone: Zone
  let now: Instant

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  func span(of expression: DateExpression) -> Span { expression.span(at: now, in: zone) }

  /// The first instant of something: a day, or a day and time.
  func start(_ first: Instant) -> String {
    let local = zone.local(first)
    if zone.span(of: .day, around: first).first == first { return day(local.date) }
    return "\(day(local.date)) at \(time(local, isWholeMinute: local.millisecondOfDay % 60_000 == 0))"
  }

  /// The last instant of something.
  func end(_ last: Instant) -> String {
    let local = zone.local(last)
    if zone.span(of: .day, around: last).last == last { return day(local.date) }
    return "\(day(local.date)) at \(time(local, isWholeMinute: local.millisecondOfDay % 60_000 == 59_999))"
  }

  /// `on 3 November 2026`, `in November 2026`, `on 3 November 2026 at 12:45`, `from … to …`.
  func during(_ span: Span) -> String {
    let local = zone.local(span.first)
    func isUnit(_ unit: TimeUnit) -> Bool { zone.span(of: unit, around: span.first) == span }
    if isUnit(.day) { return "on \(day(local.date))" }
    if isUnit(.month) { return "in \(Self.month(local.date.month)) \(local.date.year)" }
    if isUnit(.year) { return "in \(local.date.year)" }
    if isUnit(.minute) { return "on \(day(local.date)) at \(time(local, isWholeMinute: true))" }
    if span.first == span.last { return "on \(day(local.date)) at \(time(local, isWholeMinute: false))" }
    return "from \(start(span.first)) to \(end(span.last))"
  }

  /// The days of a year that a span touches: `on 24 November`, `in November`.
  func dayOfYear(_ span: Span) -> String {
    let (first, last) = (zone.local(span.first).date, zone.local(span.last).date)
    func text(_ date: CivilDate) -> String { "\(date.day) \(Self.month(date.month))" }
    if last.daysSinceEpoch - first.daysSinceEpoch >= 364 { return "on any day of the year" }
    if first == last { return "on \(text(first))" }
    if zone.span(of: .month, around: span.first) == span { return "in \(Self.month(first.month))" }
    return "from \(text(first)) to \(text(last))"
  }

  /// How a date that moves lies to now, behind the date: ` (21 days ago)`; empty for one that stays.
  func distance(of expression: DateExpression) -> String {
    guard case .math(let math) = expression else { return "" }
    let terms = math.terms.filter { $0.amount != 0 }
    let words = terms.map { term in
      let count = WordedText.count(abs(term.amount), term.unit.noun)
      if terms.count > 1 { return count + (term.amount < 0 ? " back" : " ahead") }
      return term.amount < 0 ? "\(count) ago" : "in \(count)"
    }
    if !words.isEmpty { return " (\(words.joined(separator: ", ")))" }
    switch math.rounding {
    case nil: return " (now)"
    case .day: return " (today)"
    case let unit?: return " (this \(unit.noun))"
    }
  }

  private func day(_ date: CivilDate) -> String { "\(date.day) \(Self.month(date.month)) \(date.year)" }

  private static func month(_ number: Int) -> String {
    months.indices.contains(number - 1) ? months[number - 1] : String(number)
  }

  private func time(_ local: LocalDateTime, isWholeMinute: Bool) -> String {
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let second = local.millisecondOfDay / 1000
    var text = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2))"
    if isWholeMinute { return text }
    text += ":\(padded(second % 60, 2))"
    let fraction = local.millisecondOfDay % 1000
    return fraction == 0 ? text : "\(text).\(padded(fraction, 3))"
  }
}

extension TimeUnit {
  /// Singular.
  var noun: String {
    switch self {
    case .year: "year"
    case .month: "month"
    case .week: "week"
    case .day: "day"
    case .hour: "hour"
    case .minute: "minute"
    case .second: "second"
    }
  }
}

extension ElapsedDuration {
  /// `30 days`.
  var words: String { WordedText.count(amount, unit.noun) }

  /// What follows "the last" and "the next": `30 days`, `hour`. "The last week" would be one of the calendar.
  var wordsAfterLast: String {
    switch (amount, unit) {
    case (1, .week): "7 days"
    case (1, .day): "24 hours"
    case (1, _): unit.noun
    default: words
    }
  }
}
