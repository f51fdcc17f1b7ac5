import SegmentModel

/// How the cells of a file are parted and quoted.
package struct CSVForm: Sendable, Equatable {
  var delimiter: UInt8
  var quote = UInt8(ascii: "\"")

  /// What a file may part its cells by; of two that stand equally often in its first line the first.
  private static let delimiters = Array(",;\t|".utf8)
  private static let apostrophe = UInt8(ascii: "'")

  /// - Parameters:
  ///   - line: the first of the file.
  ///   - rows: some of those below.
  ///   - delimiter: nil: the one that stands in the line most often, outside quotes.
  init(of line: some Collection<UInt8>, rows: [ArraySlice<UInt8>] = [], delimiter: UInt8?) {
    if Self.isQuotedByApostrophes(Array(line)) { quote = Self.apostrophe }
    var isQuoted = false
    var counts = [Int](repeating: 0, count: Self.delimiters.count)
    for byte in line {
      if byte == quote {
        isQuoted.toggle()
      } else if !isQuoted, let place = Self.delimiters.firstIndex(of: byte) {
        counts[place] += 1
      }
    }
    let most = counts.max() ?? 0
    let place = counts.firstIndex(of: most) ?? 0
    self.delimiter = delimiter ?? Self.delimiters[place]
    if !rows.isEmpty, rows.allSatisfy(hasAllInApostrophes) { quote = Self.apostrophe }
  }

  /// Cells with these texts, each with the delimiter behind it.
  func cells(_ texts: [String]) -> [UInt8] {
    texts.flatMap { text in
      let text = Array(CSVText.guarded(text).utf8)
      // A file is taken for one of apostrophes where its first cell has them, so all have.
      let isQuoted = quote == Self.apostrophe || text.contains { [delimiter, quote, 0x0A, 0x0D].contains($0) }
      let cell = isQuoted ? [quote] + text.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote] : text
      return cell + [delimiter]
    }
  }

  /// An apostrophe at the beginning may also guard against a formula; then none closes the cell.
  private static func isQuotedByApostrophes(_ line: [UInt8]) -> Bool {
    guard line.first == apostrophe else { return false }
    return line.indices.dropFirst().contains { index in
      line[index] == apostrophe && (index + 1 == line.count || delimiters.contains(line[index + 1]))
    }
  }

  /// Whether every cell of a row but empty ones is within apostrophes, and one is. Where only some are, they may be text.
  private func hasAllInApostrophes(_ row: ArraySlice<UInt8>) -> Bool {
    var rest = row
    var isQuoted = false
    while true {
      if rest.first == Self.apostrophe {
        isQuoted = true
        repeat {
          guard let end = rest.dropFirst().firstIndex(of: Self.apostrophe) else { return false }
          rest = rest[(end + 1)...]
        } while rest.first == Self.apostrophe
      }
      guard let next = rest.popFirst() else { return isQuoted }
      if next != delimiter { return false }
    }
  }
}
