/// Exact quotients as the nearest double.
enum OracleQuotient {
  /// Half way between two doubles, the one whose last bit is 0.
  /// - Parameter divisor: positive, below 2^60.
  static func nearest(_ dividend: Int128, over divisor: Int128) -> Double {
    if dividend < 0 { return -nearest(-dividend, over: divisor) }
    if dividend == 0 { return 0 }
    // Shift the dividend until the quotient has more bits than a double, then round these by hand.
    var shifted = dividend
    var shift = 0
    while shifted / divisor < 1 << 55 {
      shifted <<= 1
      shift += 1
    }
    var (quotient, remainder) = shifted.quotientAndRemainder(dividingBy: divisor)
    var isExact = remainder == 0
    while quotient >= 1 << 54 {
      if quotient & 1 == 1 { isExact = false }
      quotient >>= 1
      shift -= 1
    }
    // 54 bits: the last one is the half.
    let half = quotient & 1
    quotient >>= 1
    shift -= 1
    remainder = quotient & 1
    if half == 1, !isExact || remainder == 1 { quotient += 1 }
    return Double(sign: .plus, exponent: -shift, significand: Double(Int64(quotient)))
  }
}
