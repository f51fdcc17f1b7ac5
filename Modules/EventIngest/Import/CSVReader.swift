/// Rows of comma-separated values (RFC 4180): quoted cells hold delimiters, line ends and doubled quotes.
///
/// Lines end with LF, CRLF or CR; empty lines are passed over. Memory is that of one row.
struct CSVReader {
  struct Row: Equatable {
    /// Empty for one that is not UTF-8.
    var cells: [String]
    /// Why the row cannot be trusted.
    var problem: String?
    /// As it stands in the file, without its line end.
    var text: [UInt8] = []
  }

  private let chosenDelimiter: UInt8?
  /// As the first line has it; nil before that is read.
  private(set) var form: CSVForm?
  private var reader: ByteReader

  /// Rows in which quotes are looked for where the first line has none.
  private static let sample = 20

  /// - Parameter delimiter: nil: found in the first line, as the quotes are.
  init(_ source: @escaping ByteSource, delimiter: UInt8? = nil) {
    chosenDelimiter = delimiter
    reader = ByteReader(source)
  }

  var fetched: Int { reader.fetched }

  /// Nil at the end.
  /// - Throws: `ImportError` for a row without end: a quote is missing, and where rows begin is lost.
  mutating func next() throws -> Row? {
    let form = try form ?? findForm()
    while try skipLineEnd() {}
    if try reader.peek() == nil { return nil }
    reader.keepBytes()
    var row = Row(cells: [])
    var room = ImportLimits.rowBytes
    while true {
      let cell = try cell(form, room: &room, problem: &row.problem)
      if let text = String(validating: cell, as: UTF8.self) {
        row.cells.append(text)
      } else {
        row.cells.append("")
        row.problem = row.problem ?? "a cell is not UTF-8"
      }
      if try reader.peek() == form.delimiter {
        try take(from: &room)
        _ = try reader.next()
        continue
      }
      row.text = reader.keptBytes()
      _ = try skipLineEnd()
      return row
    }
  }

  private mutating func findForm() throws -> CSVForm {
    try reader.skipByteOrderMark()
    while try skipLineEnd() {}
    var lines = try reader.peekLines(1, upTo: ImportLimits.rowBytes)
    if let first = lines.first, [[0xFF, 0xFE], [0xFE, 0xFF]].contains(Array(first.prefix(2))) {
      throw ImportError(.unreadable, "the file is UTF-16; save it as \"CSV UTF-8\"")
    }
    var delimiter = chosenDelimiter
    // So some spreadsheets say by what they part the cells.
    if let first = lines.first, first.count == 5, first.prefix(4).elementsEqual("sep=".utf8) {
      delimiter = delimiter ?? first.last
      for _ in first { _ = try reader.next() }
      while try skipLineEnd() {}
    }
    lines = try reader.peekLines(1 + Self.sample, upTo: ImportLimits.rowBytes)
    let found = CSVForm(of: lines.first ?? [], rows: Array(lines.dropFirst()), delimiter: delimiter)
    form = found
    return found
  }

  /// Up to the delimiter or the end of the line, which are left.
  private mutating func cell(_ form: CSVForm, room: inout Int, problem: inout String?) throws -> [UInt8] {
    var cell: [UInt8] = []
    var wasQuoted = false
    if try reader.peek() == form.quote {
      _ = try reader.next()
      cell = try quoted(by: form.quote, room: &room, problem: &problem)
      wasQuoted = true
    }
    while let byte = try reader.peek(), byte != form.delimiter, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if wasQuoted { problem = problem ?? "there is text after the closing quote of a cell" }
      try take(byte, into: &cell, room: &room)
      _ = try reader.next()
    }
    return cell
  }

  /// After the opening quote, to the closing one.
  private mutating func quoted(by quote: UInt8, room: inout Int, problem: inout String?) throws -> [UInt8] {
    var cell: [UInt8] = []
    while let byte = try reader.next() {
      if byte == quote {
        guard try reader.peek() == quote else { return cell }
        _ = try reader.next()
      }
      try take(byte, into: &cell, room: &room)
    }
    problem = problem ?? "the closing quote of a cell is missing"
    return cell
  }

  private func take(_ byte: UInt8, into cell: inout [UInt8], room: inout Int) throws {
    try take(from: &room)
    cell.append(byte)
  }

  private func take(from room: inout Int) throws {
    room -= 1
    if room < 0 {
      throw ImportError(
        .rowTooLong, "a row is over \(ImportLimits.rowBytes) bytes; perhaps the closing quote of a cell is missing")
    }
  }

  private mutating func skipLineEnd() throws -> Bool {
    guard let byte = try reader.peek(), byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return false }
    _ = try reader.next()
    return true
  }
}
