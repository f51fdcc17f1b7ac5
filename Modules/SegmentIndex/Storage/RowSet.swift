/// A set of rows, or of codes, a bit each.
struct RowSet {
  /// Up to the highest row; what lies beyond is not in the set.
  private(set) var words: [UInt64] = []
  private(set) var count = 0

  init() {}

  init(words: [UInt64]) {
    self.words = words
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// One more than the highest row.
  var end: Int {
    guard let last = words.lastIndex(where: { $0 != 0 }) else { return 0 }
    return last << 6 + 64 - words[last].leadingZeroBitCount
  }

  func contains(_ row: UInt32) -> Bool {
    let word = Int(row >> 6)
    return word < words.count && words[word] & (1 << UInt64(row & 63)) != 0
  }

  /// False where it was there.
  @discardableResult
  mutating func insert(_ row: UInt32) -> Bool {
    let word = Int(row >> 6)
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    guard words[word] & (1 << UInt64(row & 63)) == 0 else { return false }
    words[word] |= 1 << UInt64(row & 63)
    count += 1
    return true
  }

  /// False where it was not there.
  @discardableResult
  mutating func remove(_ row: UInt32) -> Bool {
    guard contains(row) else { return false }
    words[Int(row >> 6)] &= ~(1 << UInt64(row & 63))
    count -= 1
    return true
  }
}
