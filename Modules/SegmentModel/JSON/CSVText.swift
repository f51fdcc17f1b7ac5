/// Lines of comma-separated values (RFC 4180).
package enum CSVText {
  /// Names of columns come from outside as well.
  package static func line(_ names: [String]) -> String { line(names.map(JSONValue.string)) }

  package static func line(_ values: [JSONValue]) -> String {
    values.map { quoted(cell($0)) }.joined(separator: ",")
  }

  /// What a spreadsheet would take for a formula gets an apostrophe in front, and so does what has one already: an import
  /// takes it off again. Numbers are none.
  /// Source: OWASP, "CSV injection".
  private static func cell(_ value: JSONValue) -> String {
    let text = value.cellText
    switch value {
    case .number, .largeInteger: return text
    default: break
    }
    let rest = text.drop { $0 == "'" }
    guard let first = rest.utf8.first, "=+-@\t\r".utf8.contains(first) else { return text }
    return "'" + text
  }

  private static func quoted(_ cell: String) -> String {
    let mustBe = cell.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    return mustBe ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
  }
}

extension JSONValue {
  /// As it stands in a cell of a table: nothing for null; lists by commas, identities as `email:a@example.com`.
  package var cellText: String {
    switch self {
    case .null: return ""
    case .string(let text): return text
    case .array(let elements): return elements.map(\.cellText).joined(separator: ", ")
    case .object:
      guard let type = self["type"]?.stringValue, let inner = self["value"]?.stringValue else { return text }
      return "\(type):\(inner)"
    case .number(let number) where number.isFinite: return number.ecmaScriptText
    case .boolean, .number, .largeInteger: return text
    }
  }
}
