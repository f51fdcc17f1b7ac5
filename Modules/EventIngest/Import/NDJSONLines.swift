import SegmentModel

/// A file of JSON objects, one a line; blank lines are passed over.
struct NDJSONLines {
  private var reader: ByteReader
  private var row = 0

  init(_ source: @escaping ByteSource) {
    reader = ByteReader(source)
  }

  /// The next object, and the number of its line; nil at the end.
  mutating func next() throws -> (row: Int, object: Result<[JSONMember], Rejection>)? {
    if row == 0 { try reader.skipByteOrderMark() }
    while let line = try nextLine() {
      row += 1
      if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) && !line.isTooLong { continue }
      return (row, Result { () throws(Rejection) in try Self.object(line) })
    }
    return nil
  }

  private struct Line {
    var bytes: [UInt8] = []
    var isTooLong = false
  }

  /// What of a line is over the bound is passed over.
  private mutating func nextLine() throws -> Line? {
    guard var byte = try reader.next() else { return nil }
    var line = Line()
    while byte != UInt8(ascii: "\n") {
      if line.bytes.count < ImportLimits.rowBytes { line.bytes.append(byte) } else { line.isTooLong = true }
      guard let next = try reader.next() else { break }
      byte = next
    }
    if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
    return line
  }

  private static func object(_ line: Line) throws(Rejection) -> [JSONMember] {
    if line.isTooLong { throw Rejection(.messageTooLarge, "a row is at most \(ImportLimits.rowBytes) bytes") }
    let json: JSONValue
    do {
      json = try JSONReader.read(line.bytes)
    } catch {
      throw Rejection(.badRow, "the line is \(error)")
    }
    guard let members = json.objectValue else {
      throw Rejection(.notAnObject, "a row is an object, not \(json.kindName)")
    }
    return members
  }
}
