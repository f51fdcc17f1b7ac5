/// Rows of comma-separated values (RFC 4180): quoted cells hold delimiters, line ends and doubled quotes.
///
/// Lines end with LF, CRLF or CR; empty lines are passed over. Memory is that of one row.
struct CSVReader {
  struct Row: Equatable {
    var cells: [String]
    /// Why the row cannot be trusted.
    var problem: String?
  }

  let delimiter: UInt8
  private var reader: ByteReader
  private var hasBegun = false

  init(_ source: @escaping ByteSource, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.delimiter = delimiter
    reader = ByteReader(source)
  }

  /// Nil at the end.
  /// - Throws: `ImportError` for a row without end: a quote is missing, and where rows begin is lost.
  mutating func next() throws -> Row? {
    if !hasBegun { try reader.skipByteOrderMark() }
    hasBegun = true
    while try skipLineEnd() {}
    if try reader.peek() == nil { return nil }
    var row = Row(cells: [], problem: nil)
    var room = ImportLimits.rowBytes
    while true {
      let cell = try cell(room: &room, problem: &row.problem)
      if let text = String(validating: cell, as: UTF8.self) {
        row.cells.append(text)
      } else {
        row.cells.append("")
        row.problem = row.problem ?? "a cell is not UTF-8"
      }
      if try reader.peek() == delimiter {
        _ = try reader.next()
        continue
      }
      _ = try skipLineEnd()
      return row
    }
  }

  /// Up to the delimiter or the end of the line, which are left.
  private mutating func cell(room: inout Int, problem: inout String?) throws -> [UInt8] {
    var cell: [UInt8] = []
    var wasQuoted = false
    if try reader.peek() == UInt8(ascii: "\"") {
      _ = try reader.next()
      cell = try quoted(room: &room, problem: &problem)
      wasQuoted = true
    }
    while let byte = try reader.peek(), byte != delimiter, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if wasQuoted { problem = problem ?? "there is text after the closing quote of a cell" }
      try take(byte, into: &cell, room: &room)
      _ = try reader.next()
    }
    return cell
  }

  /// After the opening quote, to the closing one.
  private mutating func quoted(room: inout Int, problem: inout String?) throws -> [UInt8] {
    var cell: [UInt8] = []
    while let byte = try reader.next() {
      if byte == UInt8(ascii: "\"") {
        guard try reader.peek() == UInt8(ascii: "\"") else { return cell }
        _ = try reader.next()
      }
      try take(byte, into: &cell, room: &room)
    }
    problem = problem ?? "the closing quote of a cell is missing"
    return cell
  }

  private func take(_ byte: UInt8, into cell: inout [UInt8], room: inout Int) throws {
    room -= 1
    if room < 0 {
      throw ImportError(
        .rowTooLong, "a row is over \(ImportLimits.rowBytes) bytes; perhaps the closing quote of a cell is missing")
    }
    cell.append(byte)
  }

  private mutating func skipLineEnd() throws -> Bool {
    guard let byte = try reader.peek(), byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return false }
    _ = try reader.next()
    return true
  }
}
