extension Double {
  /// The number as ECMAScript's `Number::toString` prints it: `100`, `0.5`, `1e+21`, `1e-7`.
  ///
  /// Swift's own description has the same shortest digits, in another notation.
  /// Source: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
  package var ecmaScriptText: String {
    if self == 0 { return "0" }
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    if magnitude < 9_007_199_254_740_992, self == rounded(.towardZero) { return String(Int64(self)) }
    let (digits, pointPosition) = magnitude.shortestDigits
    return (self < 0 ? "-" : "") + Self.layOut(digits, pointPosition: pointPosition)
  }

  /// Significant digits d1d2…dk and n, so that the value is 0.d1d2…dk × 10^n.
  private var shortestDigits: (digits: String, pointPosition: Int) {
    var digits = ""
    var pointPosition: Int?
    var exponent = 0
    let parts = description.split(separator: "e")
    for character in parts.first ?? "" {
      if character == "." { pointPosition = digits.count } else { digits.append(character) }
    }
    if parts.count == 2 { exponent = Int(parts[1]) ?? 0 }
    var position = (pointPosition ?? digits.count) + exponent
    while digits.first == "0" {
      digits.removeFirst()
      position -= 1
    }
    while digits.last == "0" { digits.removeLast() }
    return (digits, position)
  }

  private static func layOut(_ digits: String, pointPosition n: Int) -> String {
    let k = digits.count
    if k <= n, n <= 21 { return digits + String(repeating: "0", count: n - k) }
    if 0 < n, n <= 21 { return digits.prefix(n) + "." + digits.dropFirst(n) }
    if -6 < n, n <= 0 { return "0." + String(repeating: "0", count: -n) + digits }
    let exponent = (n - 1 < 0 ? "-" : "+") + String(abs(n - 1))
    return k == 1 ? digits + "e" + exponent : digits.prefix(1) + "." + digits.dropFirst() + "e" + exponent
  }
}
