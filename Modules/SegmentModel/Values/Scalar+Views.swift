/// How a number of a property declared `datetime` is to be read.
package enum DateUnit: String, Sendable, Codable, CaseIterable {
  case milliseconds = "ms"
  case seconds = "s"
}

/// The four views through which operators look at a value; nil where the view does not exist.
/// Source: values-and-identity, "Values".
extension Scalar {
  package var textView: String {
    switch self {
    case .text(let text): text
    case .number(let number): number.ecmaScriptText
    case .boolean(let boolean): boolean ? "true" : "false"
    }
  }

  package var numberView: Double? {
    switch self {
    case .text(let text): Self.number(of: text)
    case .number(let number): number
    case .boolean: nil
    }
  }

  /// - Parameters:
  ///   - zone: where a date without an offset is.
  ///   - unit: set only where the property is declared `datetime`.
  package func dateView(in zone: Zone, unit: DateUnit?) -> Instant? {
    switch self {
    case .text(let text): DateText(text)?.instant(in: zone)
    case .number(let number): unit.flatMap { Instant(number: number, unit: $0) }
    case .boolean: nil
    }
  }

  package var booleanView: Bool? {
    switch self {
    case .text(let text):
      switch text.utf8.count {
      case 4 where text.lowercased() == "true": true
      case 5 where text.lowercased() == "false": false
      default: nil
      }
    case .number: nil
    case .boolean(let boolean): boolean
    }
  }

  /// `-?digits[.digits]` between ASCII white space, as a finite double.
  private static func number(of text: String) -> Double? {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    var body = Substring(text).utf8.drop(while: isSpace)
    while let last = body.last, isSpace(last) { body.removeLast() }
    var rest = body
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if rest.isEmpty { return nil }
      rest = rest.drop(while: isDigit)
    }
    guard !whole.isEmpty, rest.isEmpty, let number = Double(Substring(body)), number.isFinite else { return nil }
    return number
  }
}

extension Instant {
  /// A number of a `datetime` property; parts of a millisecond are cut; nil outside the years 1 to 9999.
  init?(number: Double, unit: DateUnit) {
    let milliseconds = (unit == .seconds ? number * 1000 : number).rounded(.down)
    guard let whole = Int64(exactly: milliseconds) else { return nil }
    self.init(milliseconds: whole)
    guard Self.range.contains(self) else { return nil }
  }
}
