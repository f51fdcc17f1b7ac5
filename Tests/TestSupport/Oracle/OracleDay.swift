/// A day of the proleptic Gregorian calendar, by the plainest arithmetic. Any year, also before 1.
struct OracleDay: Hashable {
  var year: Int
  var month: Int
  var day: Int

  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  static func isLeap(_ year: Int) -> Bool {
    if year % 400 == 0 { return true }
    if year % 100 == 0 { return false }
    return year % 4 == 0
  }

  /// Days of a common year before each month.
  private static let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

  static func length(ofMonth month: Int, year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days from 0001-01-01, which is 0 and was a Monday.
  var number: Int {
    let before = year - 1
    let years = 365 * before + floorDivide(before, 4) - floorDivide(before, 100) + floorDivide(before, 400)
    let months = Self.before[month - 1] + (month > 2 && Self.isLeap(year) ? 1 : 0)
    return years + months + day - 1
  }

  init(number: Int) {
    // A year has 365 or 366 days, so the first guess is never too late.
    year = min(floorDivide(number, 365), floorDivide(number, 366))
    while OracleDay(year + 1, 1, 1).number <= number { year += 1 }
    month = 1
    while month < 12, OracleDay(year, month + 1, 1).number <= number { month += 1 }
    day = number - OracleDay(year, month, 1).number + 1
  }

  func adding(days: Int) -> OracleDay { OracleDay(number: number + days) }

  /// The same day of another month, or the last one of a shorter month.
  func adding(months: Int) -> OracleDay {
    let index = year * 12 + (month - 1) + months
    let newYear = floorDivide(index, 12)
    let newMonth = index - newYear * 12 + 1
    return OracleDay(newYear, newMonth, min(day, Self.length(ofMonth: newMonth, year: newYear)))
  }

  var startOfWeek: OracleDay { adding(days: -(number - floorDivide(number, 7) * 7)) }
}

/// The quotient rounded towards minus infinity; the divisor is positive.
func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
  dividend >= 0 ? dividend / divisor : -((divisor - 1 - dividend) / divisor)
}

func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 { Int64(floorDivide(Int(dividend), Int(divisor))) }
