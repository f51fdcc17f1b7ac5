/// Texts one after the other, by number from 0.
struct TextArena {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []

  init() {}

  /// Nil where the ends do not fit the bytes.
  init?(bytes: [UInt8], ends: [Int]) {
    guard ends.areEnds(of: bytes.count) else { return nil }
    (self.bytes, self.ends) = (bytes, ends)
  }

  var count: Int { ends.count }

  mutating func append(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  func text(_ number: Int) -> ArraySlice<UInt8> { bytes[range(of: number)] }

  func withText<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = range(of: number)
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  var byteCount: Int { bytes.capacity + ends.capacity * 8 }
}

extension [Int] {
  /// Whether these may be where things end that stand one after the other.
  func areEnds(of total: Int) -> Bool {
    var end = 0
    for next in self {
      guard next >= end else { return false }
      end = next
    }
    return end == total
  }
}
