/// A date or date-time as text, in the forms of the date view.
/// Source: values-and-identity, "Values".
package enum DateText: Sendable, Hashable {
  case day(CivilDate)
  /// `offset` in seconds east of UTC; nil where the text has none and the zone decides.
  case dateTime(LocalDateTime, offset: Int?)

  /// Nil for anything that is not of these forms to the letter.
  package init?(_ text: String) {
    var scanner = DateTextScanner(text.utf8)
    guard let date = scanner.date() else { return nil }
    if scanner.isAtEnd {
      self = .day(date)
      return
    }
    guard scanner.take("T") || scanner.take(" "), let time = scanner.time() else { return nil }
    let local = LocalDateTime(date: date, millisecondOfDay: time)
    if scanner.isAtEnd {
      self = .dateTime(local, offset: nil)
      return
    }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    self = .dateTime(local, offset: offset)
  }

  /// A day is its first millisecond.
  package func instant(in zone: Zone) -> Instant {
    switch self {
    case .day(let date): zone.instant(LocalDateTime(date: date))
    case .dateTime(let local, let offset?): local.instant(offsetSeconds: offset)
    case .dateTime(let local, nil): zone.instant(local)
    }
  }
}

private struct DateTextScanner {
  private var rest: Substring.UTF8View

  init(_ text: String.UTF8View) {
    rest = text[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func digits(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      rest.removeFirst()
    }
    return value
  }

  mutating func date() -> CivilDate? {
    guard let year = digits(4), year > 0, take("-"), let month = digits(2), (1...12).contains(month), take("-"),
      let day = digits(2), day >= 1, day <= CivilDate.daysInMonth(month, of: year)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// Milliseconds of the day; what is beyond milliseconds is cut.
  mutating func time() -> Int64? {
    guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60 else { return nil }
    var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
    guard take(":") else { return milliseconds }
    guard let second = digits(2), second < 60 else { return nil }
    milliseconds += Int64(second) * 1000
    guard take(".") else { return milliseconds }
    guard let tenths = digits(1) else { return nil }
    milliseconds += Int64(tenths * 100)
    if let hundredths = digits(1) {
      milliseconds += Int64(hundredths * 10)
      if let thousandths = digits(1) { milliseconds += Int64(thousandths) }
    }
    while digits(1) != nil {}
    return milliseconds
  }

  /// Seconds east of UTC.
  mutating func offset() -> Int? {
    if take("Z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hour = digits(2), hour < 24 else { return nil }
    if isAtEnd { return sign * hour * 3600 }
    _ = take(":")
    guard let minute = digits(2), minute < 60 else { return nil }
    return sign * (hour * 3600 + minute * 60)
  }
}
