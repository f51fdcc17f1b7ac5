/// Text in the cells of a table.
enum TableText {
  /// Characters of a cell; what is longer is cut.
  static let longestCell = 60
  private static let gap = "  "

  static func cell(_ text: String) -> String {
    let text = printable(text)
    return text.count <= longestCell ? text : text.prefix(longestCell - 1) + "…"
  }

  /// Names come from outside: what would steer a terminal is shown as a question mark.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: "?"
          case .format where scalar.properties.isBidiControl: "?"
          default: scalar
          }
        }))
  }

  static func width(_ text: String) -> Int { text.count }

  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(text)))
  }

  static func line(_ cells: [String], _ widths: [Int]) -> String {
    let line = zip(cells, widths).map { padded($0, to: $1) }.joined(separator: gap)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  static func bold(_ text: String) -> String { "\u{1B}[1m\(text)\u{1B}[0m" }
}
