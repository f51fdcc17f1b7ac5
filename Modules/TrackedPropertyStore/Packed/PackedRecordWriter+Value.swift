import SegmentModel

extension PackedRecordWriter {
  /// Appends a value; nil, or a list that holds nothing a list may hold, is written as a removal.
  /// - Throws: `PackedRecordError.notFinite`.
  mutating func append(
    _ value: Value?, name: Int64, time: Instant? = nil, isTrusted: Bool = false
  ) throws(PackedRecordError) {
    let time = time?.milliseconds
    switch value {
    case nil: appendRemoval(name: name, time: time, isTrusted: isTrusted)
    case .scalar(.text(let text)): appendText(text, name: name, time: time, isTrusted: isTrusted)
    case .scalar(.boolean(let boolean)): appendBoolean(boolean, name: name, time: time, isTrusted: isTrusted)
    case .scalar(.number(let number)):
      guard number.isFinite else { throw .notFinite }
      appendNumber(number, name: name, time: time, isTrusted: isTrusted)
    case .list(let elements):
      var count = 0
      for element in elements {
        switch element {
        case .text(let text): addElement(text)
        case .number(let number):
          guard number.isFinite else { throw .notFinite }
          addElement(number)
        case .boolean: continue
        }
        count += 1
      }
      if count == 0 {
        appendRemoval(name: name, time: time, isTrusted: isTrusted)
      } else {
        appendList(name: name, time: time, isTrusted: isTrusted)
      }
    }
  }
}
