package import SegmentModel

/// One JSON object a line. Two forms:
/// - flat: `userId` (or `id`), `anonymousId`, and everything else a property;
/// - with `properties` or `tracked`, objects: beside them the same ids, `identities` as the API writes them,
///   and basic properties.
package struct NDJSONImporter: ContactImporter {
  private var reader: ByteReader
  private var row = 0

  package init(_ source: @escaping ByteSource) {
    reader = ByteReader(source)
  }

  package mutating func next(receivedAt: Instant) throws -> IngestItem? {
    if row == 0 { try reader.skipByteOrderMark() }
    while let line = try nextLine() {
      row += 1
      if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) && !line.isTooLong { continue }
      return IngestItem(
        index: row, receivedAt: receivedAt, body: .null,
        content: Result { () throws(Rejection) in try message(line, receivedAt: receivedAt) })
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

  private func message(_ line: Line, receivedAt: Instant) throws(Rejection) -> IngestMessage {
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
    return try ImportedContact(members).message(receivedAt: receivedAt)
  }
}
