/// Lines of comma-separated values (RFC 4180).
package enum CSVText {
  /// Names of columns come from outside as well.
  package static func line(_ names: [String]) -> String { line(names.map(JSONValue.string)) }

  package static func line(_ values: [JSONValue]) -> String {
    values.map { quoted(cell($0)) }.joined(separator: ",")
  }

  private static func cell(_ value: JSONValue) -> String {
    switch value {
    // Numbers are no formulas.
    case .number, .largeInteger: value.cellText
    default: guarded(value.cellText)
    }
  }

  /// What a spreadsheet would take for a formula gets an apostrophe in front, and so does what has some already.
  /// Source: OWASP, "CSV injection".
  package static func guarded(_ text: String) -> String { isFormula(text) ? "'" + text : text }

  /// The text of which `guarded` makes this one; as it is where that makes no such text.
  package static func unguarded(_ text: String) -> String {
    text.utf8.first == apostrophe && isFormula(text) ? String(text.dropFirst()) : text
  }

  /// Whether a formula may stand behind the apostrophes in front.
  private static func isFormula(_ text: String) -> Bool {
    text.utf8.first { $0 != apostrophe }.map { "=+-@\t\r".utf8.contains($0) } ?? false
  }

  private static let apostrophe = UInt8(ascii: "'")

  private static func quoted(_ cell: String) -> String {
    let mustBe = cell.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    return mustBe ? inQuotes(cell) : cell
  }

  /// By bytes: a character may be a quote with an accent on it.
  static func inQuotes(_ text: String) -> String {
    let quote = UInt8(ascii: "\"")
    return String(
      decoding: [quote] + text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote], as: UTF8.self)
  }
}

extension JSONValue {
  /// As it stands in a cell of a table: nothing for null; lists as `ListCell` has them, identities as
  /// `email:a@example.com`.
  package var cellText: String {
    switch self {
    case .null: return ""
    case .string(let text): return text
    case .array(let elements): return ListCell.text(elements.map(\.cellText))
    case .object:
      guard let type = self["type"]?.stringValue, let inner = self["value"]?.stringValue else { return text }
      return "\(type):\(inner)"
    case .number(let number) where number.isFinite: return number.ecmaScriptText
    case .boolean, .number, .largeInteger: return text
    }
  }
}
