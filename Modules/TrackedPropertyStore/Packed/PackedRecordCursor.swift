/// A place in a packed record, from which the next entry, or the next element of a list, is read.
///
/// The bytes are handed to each call rather than kept, so that a record can be read where SQLite has
/// it, without a copy. Every byte read is checked to be inside them.
package struct PackedRecordCursor {
  private var offset: Int
  private let end: Int
  private var previousName: Int64 = 0

  /// At the first entry of a record.
  @inline(__always)
  package init(record bytes: RawSpan) throws(PackedRecordError) {
    guard bytes.byteCount > 0, bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == PackedRecord.format else {
      throw .damaged(offset: 0)
    }
    offset = 1
    end = bytes.byteCount
  }

  /// At the first element of a list; `nextElement(in:)` reads on.
  @inline(__always)
  package init(list: PackedEntry) {
    offset = list.payload.lowerBound
    end = list.payload.upperBound
  }

  /// The next entry, or nil after the last.
  @inline(__always)
  package mutating func next(in bytes: RawSpan) throws(PackedRecordError) -> PackedEntry? {
    guard offset < end else { return nil }
    let start = offset
    let id = try takeVarint(in: bytes)
    let flags = try takeByte(in: bytes)
    guard id > UInt64(previousName), id <= UInt64(Int64.max), flags & ~PackedRecord.allFlags == 0,
      let kind = PackedKind(rawValue: flags & PackedRecord.kindMask)
    else { throw .damaged(offset: start) }
    previousName = Int64(id)

    var time: Int64?
    if flags & PackedRecord.hasTime != 0 {
      let zigzag = try takeVarint(in: bytes)
      time = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }
    let payload = try takePayload(kind, in: bytes)
    return PackedEntry(
      name: previousName, kind: kind, time: time, isTrusted: flags & PackedRecord.trusted != 0, payload: payload,
      extent: start..<offset)
  }

  /// The kind, text or number, and the payload of the next element of a list, or nil after the last.
  @inline(__always)
  package mutating func nextElement(
    in bytes: RawSpan
  ) throws(PackedRecordError) -> (kind: PackedKind, payload: Range<Int>)? {
    guard offset < end else { return nil }
    let start = offset
    guard let kind = PackedKind(rawValue: try takeByte(in: bytes)), kind == .text || kind == .number else {
      throw .damaged(offset: start)
    }
    return (kind, try takePayload(kind, in: bytes))
  }

  @inline(__always)
  private mutating func takePayload(_ kind: PackedKind, in bytes: RawSpan) throws(PackedRecordError) -> Range<Int> {
    let start = offset
    let length: UInt64
    switch kind {
    case .removed, .false, .true: return offset..<offset
    case .number: length = 8
    case .text, .list: length = try takeVarint(in: bytes)
    }
    guard length <= UInt64(end - offset) else { throw .damaged(offset: start) }
    let payload = offset..<(offset + Int(length))
    offset = payload.upperBound
    if kind == .number, !bytes.packedNumber(at: payload).isFinite { throw .damaged(offset: start) }
    return payload
  }

  @inline(__always)
  private mutating func takeByte(in bytes: RawSpan) throws(PackedRecordError) -> UInt8 {
    guard offset < end else { throw .damaged(offset: offset) }
    defer { offset += 1 }
    return bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  private mutating func takeVarint(in bytes: RawSpan) throws(PackedRecordError) -> UInt64 {
    let first = try takeByte(in: bytes)
    if first < 0x80 { return UInt64(first) }
    var result = UInt64(first & 0x7f)
    var shift: UInt64 = 7
    while true {
      let byte = try takeByte(in: bytes)
      guard shift < 63 || (shift == 63 && byte <= 1) else { throw .damaged(offset: offset) }
      result |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
  }
}

extension RawSpan {
  /// The number whose payload lies here; the range is one that a cursor over the same bytes gave.
  @inline(__always)
  package func packedNumber(at payload: Range<Int>) -> Double {
    Double(bitPattern: UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: payload.lowerBound, as: UInt64.self)))
  }
}
