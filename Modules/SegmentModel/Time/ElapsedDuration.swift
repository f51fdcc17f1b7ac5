/// A length of elapsed time: `30d`, `12h`. A day is 24 hours, a week 7 days.
package struct ElapsedDuration: Sendable, Hashable, CustomStringConvertible {
  package static let amounts = 1...1_000_000

  package let amount: Int
  package let unit: TimeUnit

  /// Nil for what is not N from 1 to 1,000,000 and one of `s`, `m`, `h`, `d`, `w`.
  package init?(_ text: String) {
    guard let last = text.last, let unit = TimeUnit(rawValue: String(last)), Self.milliseconds(of: unit) != nil,
      let amount = Int(digits: text.dropLast()), Self.amounts.contains(amount)
    else { return nil }
    self.amount = amount
    self.unit = unit
  }

  package var milliseconds: Int64 { Int64(amount) * (Self.milliseconds(of: unit) ?? 0) }

  package var description: String { "\(amount)\(unit.rawValue)" }

  private static func milliseconds(of unit: TimeUnit) -> Int64? {
    switch unit {
    case .week: 7 * LocalDateTime.millisecondsPerDay
    case .day: LocalDateTime.millisecondsPerDay
    case .hour, .minute, .second: unit.fixedMilliseconds
    case .year, .month: nil
    }
  }
}

extension Int {
  /// ASCII digits alone: no sign, no blanks.
  init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    self.init(text)
  }
}
