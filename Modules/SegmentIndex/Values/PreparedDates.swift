import FilterCompiler
import SegmentModel

/// A test of dates at one now, ready to be asked many times.
struct PreparedDates {
  enum Question {
    /// Milliseconds, both ends included, within the years 1 to 9999 where the end is open.
    case within(Int64, Int64)
    /// Month × 100 + day, in the zone.
    case monthDays(Set<Int>)
  }

  let question: Question
  let zone: Zone
  /// How numbers are dates, if they are.
  let unit: DateUnit?

  init(_ test: ValueTest.DateTest, at now: Instant) {
    zone = test.zone
    unit = test.unit
    switch test.question {
    case .within(let range):
      let (lower, upper) = range.instants(at: now)
      question = .within(lower?.milliseconds ?? .min + 1, upper?.milliseconds ?? .max)
    case .anniversary(let expression):
      question = .monthDays(expression.span(at: now, in: test.zone).monthDays(in: test.zone))
    }
  }

  init(within span: ClosedRange<Instant>, zone: Zone, unit: DateUnit?) {
    question = .within(span.lowerBound.milliseconds, span.upperBound.milliseconds)
    self.zone = zone
    self.unit = unit
  }

  func holds(instant: Int64) -> Bool {
    switch question {
    case .within(let lower, let upper): return instant >= lower && instant <= upper
    case .monthDays(let days):
      guard mayBe(instant, days) else { return false }
      return days.contains(zone.local(Instant(milliseconds: instant)).date.monthDay)
    }
  }

  /// - Parameter wallTime: milliseconds on the wall clock of the zone. No zone is a day from UTC, so that the zone's
  ///   rules, which are slow, have to be asked only near the ends.
  func holds(wallTime: Int64) -> Bool {
    switch question {
    case .within(let lower, let upper):
      let (early, late) = (wallTime - Self.day, wallTime + Self.day)
      if early >= lower, late <= upper { return true }
      if late < lower || early > upper { return false }
    case .monthDays(let days):
      guard mayBe(wallTime, days) else { return false }
    }
    return holds(instant: zone.instant(LocalDateTime(millisecondsOfLocalTime: wallTime)).milliseconds)
  }

  func holds(number: Double) -> Bool {
    guard let unit, let instant = Scalar.number(number).dateView(in: zone, unit: unit) else { return false }
    return holds(instant: instant.milliseconds)
  }

  /// The numbers whose dates are within; nil where no range says that.
  var numbers: (scale: Double, lower: Double, below: Double)? {
    guard let unit, case .within(let lower, let upper) = question else { return nil }
    let (first, last) = (
      max(lower, Instant.range.lowerBound.milliseconds), min(upper, Instant.range.upperBound.milliseconds)
    )
    // Whole milliseconds below 2^53 are exact; parts of one are cut.
    return (unit == .seconds ? 1000 : 1, Double(first), first > last ? -.infinity : Double(last) + 1)
  }

  private static let day: Int64 = 86_400_000

  /// Whether the date, in whatever zone, can be on one of the days.
  private func mayBe(_ milliseconds: Int64, _ days: Set<Int>) -> Bool {
    let date = LocalDateTime(millisecondsOfLocalTime: milliseconds).date
    return (-1...1).contains { days.contains(date.adding(days: $0).monthDay) }
  }
}

extension CivilDate {
  fileprivate var monthDay: Int { month * 100 + day }
}
