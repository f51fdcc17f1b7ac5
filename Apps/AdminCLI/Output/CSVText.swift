import SegmentModel

/// Lines of comma-separated values (RFC 4180).
enum CSVText {
  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

  static func line(_ values: [JSONValue]) -> String { line(values.map(cell)) }

  /// What a spreadsheet would take for a formula gets an apostrophe in front, and so does what has one already: an import
  /// takes it off again. Numbers are none.
  /// Source: OWASP, "CSV injection".
  private static func cell(_ value: JSONValue) -> String {
    let text = Column.text(value)
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
