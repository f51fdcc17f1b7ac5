import Foundation
import SegmentModel

/// The four views of a value without structure; nil where a view does not exist.
/// Source: values-and-identity, "Values".
enum OracleView {
  static func text(_ scalar: Scalar) -> String {
    switch scalar {
    case .text(let text): text
    case .number(let number): OracleNumberText.ecmaScript(number)
    case .boolean(true): "true"
    case .boolean(false): "false"
    }
  }

  static func number(_ scalar: Scalar) -> Double? {
    switch scalar {
    case .text(let text): number(ofText: text)
    case .number(let number): number
    case .boolean: nil
    }
  }

  static func boolean(_ scalar: Scalar) -> Bool? {
    switch scalar {
    case .text(let text): ["true": true, "false": false][lowerCasedASCII(text)]
    case .number: nil
    case .boolean(let boolean): boolean
    }
  }

  /// - Parameter unit: of numbers, where the property is declared `datetime`; else nil.
  static func date(_ scalar: Scalar, unit: DateUnit?, in zone: OracleZone) -> Int64? {
    switch scalar {
    case .text(let text): return OracleDateText(text)?.instant(in: zone)
    case .boolean: return nil
    case .number(let number):
      guard let unit else { return nil }
      let milliseconds = (unit == .seconds ? number * 1000 : number).rounded(.down)
      let years = OracleDateMath.years
      guard milliseconds >= Double(years.lowerBound), milliseconds <= Double(years.upperBound) else { return nil }
      return Int64(milliseconds)
    }
  }

  /// The form in which texts are compared, as scalars.
  static func folded(_ text: String) -> [Unicode.Scalar] {
    text.precomposedStringWithCanonicalMapping.unicodeScalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
  }

  static func trimmed(_ text: String) -> String {
    let blanks: Set<Unicode.Scalar> = [" ", "\t", "\n", "\u{B}", "\u{C}", "\r"]
    var scalars = Array(text.unicodeScalars)
    while let first = scalars.first, blanks.contains(first) { scalars.removeFirst() }
    while let last = scalars.last, blanks.contains(last) { scalars.removeLast() }
    var out = ""
    out.unicodeScalars.append(contentsOf: scalars)
    return out
  }

  /// `-?digits[.digits]` between blanks, where that is a finite double.
  private static func number(ofText text: String) -> Double? {
    let body = trimmed(text)
    let unsigned = body.hasPrefix("-") ? String(body.dropFirst()) : body
    let parts = unsigned.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(digits.contains) }),
      let number = Double(body), number.isFinite
    else { return nil }
    return number
  }

  private static func lowerCasedASCII(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}
