import SegmentModel

extension JSONValue {
  /// Whether the compact JSON text is of more bytes.
  func isLarger(than bound: Int) -> Bool {
    // Counting is cheaper than writing; escapes make a byte six at the most.
    largestSize > bound && bytes().count > bound
  }

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
