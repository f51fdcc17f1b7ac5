import SegmentModel

/// A file of JSON objects, one a line; blank lines are passed over.
struct NDJSONLines {
  private var reader: ByteReader
  private var row = 0

  init(_ source: @escaping ByteSource) {
    reader = ByteReader(source)
  }

  struct Line {
    /// From 1.
    var number: Int
    fileprivate(set) var json: Result<JSONValue, Rejection>
    fileprivate var bytes: [UInt8]

    var object: Result<[JSONMember], Rejection> {
      Result { () throws(Rejection) in
        let json = try json.get()
        guard let members = json.objectValue else {
          throw Rejection(.notAnObject, "a row is an object, not \(json.kindName)")
        }
        return members
      }
    }

    /// As it stands in the file.
    var text: RowText { (try? json.get()).map(RowText.json) ?? .line(bytes) }
  }

  var fetched: Int { reader.fetched }

  /// Nil at the end.
  mutating func next() throws -> Line? {
    if row == 0 { try reader.skipByteOrderMark() }
    while let line = try nextLine() {
      row += 1
      if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) && !line.isTooLong { continue }
      return Line(
        number: row, json: Result { () throws(Rejection) in try Self.json(line) }, bytes: line.bytes)
    }
    return nil
  }

  private struct ReadLine {
    var bytes: [UInt8] = []
    var isTooLong = false
  }

  /// What of a line is over the bound is passed over.
  private mutating func nextLine() throws -> ReadLine? {
    guard var byte = try reader.next() else { return nil }
    var line = ReadLine()
    while byte != UInt8(ascii: "\n") {
      if line.bytes.count < ImportLimits.rowBytes { line.bytes.append(byte) } else { line.isTooLong = true }
      guard let next = try reader.next() else { break }
      byte = next
    }
    if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
    return line
  }

  private static func json(_ line: ReadLine) throws(Rejection) -> JSONValue {
    if line.isTooLong { throw Rejection(.messageTooLarge, "a row is at most \(ImportLimits.rowBytes) bytes") }
    do {
      return try JSONReader.read(line.bytes)
    } catch {
      throw Rejection(.badRow, "the line is \(error)")
    }
  }
}
