/// Lines of comma-separated values (RFC 4180).
enum CSVText {
  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

  private static func quoted(_ cell: String) -> String {
    let mustBe = cell.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    return mustBe ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
  }
}
