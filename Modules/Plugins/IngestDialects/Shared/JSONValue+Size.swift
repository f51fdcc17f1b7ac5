import SegmentModel

extension JSONValue {
  /// Whether the compact JSON text is of more bytes.
  func isLarger(than bound: Int) -> Bool {
    // Counting is cheaper than writing; escapes make a byte six at the most.
    largestSize > bound && bytes().count > bound
  }

  /// Bytes of memory that it takes beside its own place, roughly.
  var memory: Int {
    switch self {
    case .null, .boolean, .number: 0
    case .largeInteger(let digits): digits.memory
    case .string(let text): text.memory
    case .array(let elements):
      elements.reduce(Self.heapHead + elements.count * MemoryLayout<JSONValue>.stride) { $0 + $1.memory }
    case .object(let members):
      members.reduce(Self.heapHead + members.count * MemoryLayout<JSONMember>.stride) {
        $0 + $1.key.memory + $1.value.memory
      }
    }
  }

  /// Bytes of an object on the heap beside what is in it.
  fileprivate static let heapHead = 32

  private var largestSize: Int {
    switch self {
    case .null, .boolean: 5
    case .number: 26
    case .largeInteger(let digits): digits.utf8.count
    case .string(let text): 2 + 6 * text.utf8.count
    case .array(let elements): elements.reduce(2) { $0 + $1.largestSize + 1 }
    case .object(let members): members.reduce(2) { $0 + 6 * $1.key.utf8.count + 4 + $1.value.largestSize }
    }
  }
}

extension String {
  /// Short ones are within their own place.
  fileprivate var memory: Int { utf8.count > 15 ? JSONValue.heapHead + utf8.count : 0 }
}
