package import SegmentModel

/// Writes a packed record into a buffer that is reused from one record to the next.
///
/// Entries are to be appended with rising name ids, and not more of them than the bounds of the
/// contracts let in; `finish()` refuses a record over `PackedRecord.maximumSize`.
package struct PackedRecordWriter: Sendable {
  private var record: [UInt8] = PackedRecord.empty
  /// The elements of the list that comes next.
  private var elements: [UInt8] = []
  private var previousName: Int64 = 0

  package init() {}

  /// Begins the next record, keeping the buffers.
  package mutating func reset() {
    record.removeAll(keepingCapacity: true)
    record.append(PackedRecord.format)
    elements.removeAll(keepingCapacity: true)
    previousName = 0
  }

  /// The record, complete.
  /// - Throws: `ProfileLimitError.recordTooLarge`.
  package func finish() throws(ProfileLimitError) -> [UInt8] {
    guard record.count <= PackedRecord.maximumSize else { throw .recordTooLarge }
    return record
  }

  package mutating func appendText(_ text: String, name: Int64, time: Int64? = nil, isTrusted: Bool = false) {
    begin(.text, name: name, time: time, isTrusted: isTrusted)
    record.append(packedText: text)
  }

  /// Appends a text that is at hand as bytes, which are to be valid UTF-8.
  package mutating func appendText(
    utf8: UnsafeRawBufferPointer, name: Int64, time: Int64? = nil, isTrusted: Bool = false
  ) {
    begin(.text, name: name, time: time, isTrusted: isTrusted)
    record.append(packedText: utf8)
  }

  package mutating func appendNumber(_ number: Double, name: Int64, time: Int64? = nil, isTrusted: Bool = false) {
    assert(number.isFinite)
    begin(.number, name: name, time: time, isTrusted: isTrusted)
    record.append(packedNumber: number)
  }

  package mutating func appendBoolean(_ boolean: Bool, name: Int64, time: Int64? = nil, isTrusted: Bool = false) {
    begin(boolean ? .true : .false, name: name, time: time, isTrusted: isTrusted)
  }

  package mutating func appendRemoval(name: Int64, time: Int64?, isTrusted: Bool = false) {
    begin(.removed, name: name, time: time, isTrusted: isTrusted)
  }

  /// Adds a text to the list that the next `appendList` ends.
  package mutating func addElement(_ text: String) {
    elements.append(PackedKind.text.rawValue)
    elements.append(packedText: text)
  }

  /// Adds a text, as valid UTF-8, to the list that the next `appendList` ends.
  package mutating func addElement(utf8: UnsafeRawBufferPointer) {
    elements.append(PackedKind.text.rawValue)
    elements.append(packedText: utf8)
  }

  /// Adds a number to the list that the next `appendList` ends.
  package mutating func addElement(_ number: Double) {
    assert(number.isFinite)
    elements.append(PackedKind.number.rawValue)
    elements.append(packedNumber: number)
  }

  /// Appends the list of the elements added since the last one.
  package mutating func appendList(name: Int64, time: Int64? = nil, isTrusted: Bool = false) {
    begin(.list, name: name, time: time, isTrusted: isTrusted)
    record.append(packedVarint: UInt64(elements.count))
    record.append(contentsOf: elements)
    elements.removeAll(keepingCapacity: true)
  }

  /// Appends an entry of another record as it lies there.
  package mutating func appendEntry(_ entry: PackedEntry, of other: RawSpan) {
    assert(entry.name > previousName)
    previousName = entry.name
    other.extracting(entry.extent).withUnsafeBytes { record.append(contentsOf: $0) }
  }

  private mutating func begin(_ kind: PackedKind, name: Int64, time: Int64?, isTrusted: Bool) {
    assert(name > previousName)
    previousName = name
    record.append(packedVarint: UInt64(bitPattern: name))
    var flags = kind.rawValue
    if time != nil { flags |= PackedRecord.hasTime }
    if isTrusted { flags |= PackedRecord.trusted }
    record.append(flags)
    if let time { record.append(packedVarint: UInt64(bitPattern: (time << 1) ^ (time >> 63))) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(packedText text: String) {
    var text = text
    text.withUTF8 { append(packedText: UnsafeRawBufferPointer($0)) }
  }

  fileprivate mutating func append(packedText utf8: UnsafeRawBufferPointer) {
    append(packedVarint: UInt64(utf8.count))
    append(contentsOf: utf8)
  }

  fileprivate mutating func append(packedNumber number: Double) {
    Swift.withUnsafeBytes(of: number.bitPattern.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(packedVarint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
