/// Up to 65,536 ids by their low halves: sorted in a list up to 4,096, above that one bit each in 1,024 words.
enum BitmapChunk: Sendable, Equatable {
  case list([UInt16])
  case words([UInt64], count: Int)

  /// A list of so many is as large as the words.
  static let longestList = 4096
  static let wordCount = 1024

  enum Operation {
    case union, intersection, subtraction, symmetricDifference

    var keepsLeftAlone: Bool { self != .intersection }
    var keepsRightAlone: Bool { self == .union || self == .symmetricDifference }
  }

  var count: Int {
    switch self {
    case .list(let list): list.count
    case .words(_, let count): count
    }
  }

  func contains(_ low: UInt16) -> Bool {
    switch self {
    case .list(let list):
      let place = Self.place(of: low, in: list)
      return place < list.count && list[place] == low
    case .words(let words, _): return words[Int(low >> 6)] & (1 << UInt64(low & 63)) != 0
    }
  }

  /// Those of ascending ids of this chunk that are in it.
  func visitMembers(among ids: ArraySlice<Int64>, _ body: (Int64) -> Void) {
    switch self {
    case .list(let list):
      var place = 0
      for id in ids {
        let low = UInt16(truncatingIfNeeded: id)
        place = Self.place(of: low, in: list, from: place)
        guard place < list.count else { return }
        if list[place] == low { body(id) }
      }
    case .words(let words, _):
      for id in ids {
        let low = UInt16(truncatingIfNeeded: id)
        if words[Int(low >> 6)] & (1 << UInt64(low & 63)) != 0 { body(id) }
      }
    }
  }

  mutating func insert(_ low: UInt16) -> Bool {
    // What is changed must not be shared with `self`, or each change would copy it.
    switch self {
    case .list(var list):
      let place = Self.place(of: low, in: list)
      if place < list.count, list[place] == low { return false }
      self = .list([])
      list.insert(low, at: place)
      self = list.count > Self.longestList ? Self.words(of: list) : .list(list)
      return true
    case .words(var words, let count):
      let (word, bit) = (Int(low >> 6), UInt64(1) << UInt64(low & 63))
      guard words[word] & bit == 0 else { return false }
      self = .list([])
      words[word] |= bit
      self = .words(words, count: count + 1)
      return true
    }
  }

  mutating func remove(_ low: UInt16) -> Bool {
    switch self {
    case .list(var list):
      let place = Self.place(of: low, in: list)
      guard place < list.count, list[place] == low else { return false }
      self = .list([])
      list.remove(at: place)
      self = .list(list)
      return true
    case .words(var words, let count):
      let (word, bit) = (Int(low >> 6), UInt64(1) << UInt64(low & 63))
      guard words[word] & bit != 0 else { return false }
      self = .list([])
      words[word] &= ~bit
      self = Self.smallest(words, count: count - 1)
      return true
    }
  }

  /// The lowest that is at least `low`; nil where there is none.
  func first(from low: Int) -> UInt16? {
    guard low <= 0xFFFF else { return nil }
    switch self {
    case .list(let list):
      let place = Self.place(of: UInt16(low), in: list)
      return place < list.count ? list[place] : nil
    case .words(let words, _):
      var index = low >> 6
      var word = words[index] & (~0 << UInt64(low & 63))
      while word == 0 {
        index += 1
        if index == Self.wordCount { return nil }
        word = words[index]
      }
      return UInt16(index << 6 + word.trailingZeroBitCount)
    }
  }

  func combined(with other: BitmapChunk, _ operation: Operation) -> BitmapChunk {
    var words = self.bits
    let others = other.bits
    var count = 0
    for index in 0..<Self.wordCount {
      switch operation {
      case .union: words[index] |= others[index]
      case .intersection: words[index] &= others[index]
      case .subtraction: words[index] &= ~others[index]
      case .symmetricDifference: words[index] ^= others[index]
      }
      count += words[index].nonzeroBitCount
    }
    return Self.smallest(words, count: count)
  }

  private var bits: [UInt64] {
    switch self {
    case .words(let words, _): return words
    case .list(let list):
      var words = [UInt64](repeating: 0, count: Self.wordCount)
      for low in list { words[Int(low >> 6)] |= 1 << UInt64(low & 63) }
      return words
    }
  }

  private static func words(of list: [UInt16]) -> BitmapChunk {
    .words(BitmapChunk.list(list).bits, count: list.count)
  }

  /// Each set of ids has one form, so that equal sets are equal values.
  static func smallest(_ words: [UInt64], count: Int) -> BitmapChunk {
    guard count <= longestList else { return .words(words, count: count) }
    var list: [UInt16] = []
    list.reserveCapacity(count)
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        list.append(UInt16(index << 6 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return .list(list)
  }

  /// - Parameter first: all before are lower.
  private static func place(of low: UInt16, in list: [UInt16], from first: Int = 0) -> Int {
    guard let last = list.last, last >= low else { return list.count }
    var (start, end) = (first, list.count - 1)
    while start < end {
      let middle = (start + end) / 2
      if list[middle] < low { start = middle + 1 } else { end = middle }
    }
    return start
  }
}
