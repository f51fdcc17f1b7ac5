import SegmentModel

extension PackedEntry {
  /// The value as the model has it; nil for a removal.
  func value(in record: RawSpan) throws(PackedRecordError) -> Value? {
    switch kind {
    case .removed: return nil
    case .false: return .boolean(false)
    case .true: return .boolean(true)
    case .number: return .number(record.packedNumber(at: payload))
    case .text: return .text(try record.packedText(at: payload))
    case .list:
      var elements: [Scalar] = []
      var cursor = PackedRecordCursor(list: self)
      while let element = try cursor.nextElement(in: record) {
        if element.kind == .text {
          elements.append(.text(try record.packedText(at: element.payload)))
        } else {
          elements.append(.number(record.packedNumber(at: element.payload)))
        }
      }
      // A list without elements is not a value.
      return elements.isEmpty ? nil : .list(elements)
    }
  }

  /// The value with what decides between writes. An entry without a time counts as written at the epoch.
  func storedValue(in record: RawSpan) throws(PackedRecordError) -> StoredValue {
    StoredValue(try value(in: record), time: Instant(milliseconds: time ?? 0), isTrusted: isTrusted)
  }
}

extension RawSpan {
  /// The text whose payload lies here; the range is one that a cursor over the same bytes gave.
  func packedText(at payload: Range<Int>) throws(PackedRecordError) -> String {
    let text = extracting(payload).withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    guard let text else { throw .damaged(offset: payload.lowerBound) }
    return text
  }
}
