/// A sum of numbers to the millionth, exact in any order.
/// Source: filter-language, "Event conditions": each v × 10^6, as a double, rounded to the nearest integer (halves away
/// from zero); a value of 1e12 or more either way is left out.
package struct ExactSum: Sendable, Equatable {
  private var millionths: Int128 = 0
  /// Of the values that are in it.
  package private(set) var count = 0

  package init() {}

  package mutating func add(_ value: Double) {
    guard value.magnitude < 1e12 else { return }
    millionths += Int128((value * 1e6).rounded(.toNearestOrAwayFromZero))
    count += 1
  }

  /// As the nearest double.
  package var sum: Double { Self.quotient(millionths, by: 1_000_000) }

  /// As the nearest double; nil over no values.
  package var average: Double? { count == 0 ? nil : Self.quotient(millionths, by: 1_000_000 * Int128(count)) }

  /// The double nearest to the exact quotient, halves to even.
  static func quotient(_ dividend: Int128, by divisor: Int128) -> Double {
    guard dividend != 0 else { return 0 }
    let magnitude = dividend.magnitude
    // Shifted as far as it goes, the quotient has many more bits than a double; what is left over only decides which
    // way to round, so that one more bit stands for all of it.
    let shift = magnitude.leadingZeroBitCount
    let (quotient, rest) = (magnitude << shift).quotientAndRemainder(dividingBy: divisor.magnitude)
    let nearest = Double(rest == 0 ? quotient : quotient | 1)
    let value = nearest * Double(sign: .plus, exponent: -shift, significand: 1)
    return dividend < 0 ? -value : value
  }
}
