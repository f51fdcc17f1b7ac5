/// A number as ECMAScript prints it.
/// Source: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
enum OracleNumberText {
  static func ecmaScript(_ number: Double) -> String {
    if number == 0 { return "0" }
    if number < 0 { return "-" + ecmaScript(-number) }
    // As in the standard: the value is s × 10^(n−k), where s has k digits and k is as small as can be.
    let (s, n) = shortest(number)
    let k = s.count
    if k <= n, n <= 21 { return s + zeros(n - k) }
    if 0 < n, n <= 21 { return s.prefix(n) + "." + s.dropFirst(n) }
    if -6 < n, n <= 0 { return "0." + zeros(-n) + s }
    let exponent = (n - 1 < 0 ? "-" : "+") + "\(abs(n - 1))"
    return k == 1 ? s + "e" + exponent : s.prefix(1) + "." + s.dropFirst() + "e" + exponent
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  /// s and n. Swift's description has the shortest digits that read back as the number, and of these the closest.
  private static func shortest(_ number: Double) -> (digits: String, n: Int) {
    let parts = number.description.split(separator: "e")
    let places = parts[0].split(separator: ".")
    let fraction = places.count == 2 ? places[1] : ""
    var digits = places[0] + fraction
    var n = places[0].count + (parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    while digits.first == "0" {
      digits.removeFirst()
      n -= 1
    }
    while digits.last == "0" { digits.removeLast() }
    return (String(digits), n)
  }
}
