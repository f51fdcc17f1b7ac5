/// A set of row ids (0 and up), compressed: chunks of 65,536 ids, each a sorted list of its low halves or, where
/// that is smaller, one bit an id.
///
/// A value; a copy shares its chunks until one of them changes.
/// Source: https://roaringbitmap.org/
package struct Bitmap: Sendable, Equatable {
  /// Id divided by 65,536, ascending, beside `chunks`.
  var keys: [Int64] = []
  /// None is empty.
  var chunks: [BitmapChunk] = []
  /// How many ids are in it.
  package internal(set) var count = 0

  package init() {}

  /// Negative ids are left out.
  package init(_ ids: some Sequence<Int64>) {
    for id in ids { insert(id) }
  }

  package var isEmpty: Bool { count == 0 }

  package func contains(_ id: Int64) -> Bool {
    guard let index = index(of: id >> 16) else { return false }
    return chunks[index].contains(UInt16(truncatingIfNeeded: id))
  }

  /// Those of ascending ids that are in it.
  package func members(among ids: [Int64]) -> [Int64] {
    var found: [Int64] = []
    var start = 0
    while start < ids.count {
      let key = ids[start] >> 16
      var end = start
      while end < ids.count, ids[end] >> 16 == key { end += 1 }
      if let index = index(of: key) { chunks[index].visitMembers(among: ids[start..<end]) { found.append($0) } }
      start = end
    }
    return found
  }

  /// Takes in ids that follow on all that are in it.
  /// - Parameters:
  ///   - key: id divided by 65,536.
  ///   - words: 1,024, a bit an id.
  package mutating func append(_ key: Int64, _ words: [UInt64]) {
    precondition(words.count == BitmapChunk.wordCount && keys.last ?? -1 < key)
    let added = words.reduce(0) { $0 + $1.nonzeroBitCount }
    guard added > 0 else { return }
    keys.append(key)
    chunks.append(BitmapChunk.smallest(words, count: added))
    count += added
  }

  /// False where it was there, and for a negative id, which is never in a bitmap.
  @discardableResult
  package mutating func insert(_ id: Int64) -> Bool {
    guard id >= 0 else { return false }
    let (key, low) = (id >> 16, UInt16(truncatingIfNeeded: id))
    let place = place(of: key)
    if place == keys.count || keys[place] != key {
      keys.insert(key, at: place)
      chunks.insert(.list([low]), at: place)
    } else if !chunks[place].insert(low) {
      return false
    }
    count += 1
    return true
  }

  /// False where it was not there.
  @discardableResult
  package mutating func remove(_ id: Int64) -> Bool {
    guard let index = index(of: id >> 16), chunks[index].remove(UInt16(truncatingIfNeeded: id)) else { return false }
    count -= 1
    if chunks[index].count == 0 {
      keys.remove(at: index)
      chunks.remove(at: index)
    }
    return true
  }

  private func index(of key: Int64) -> Int? {
    let place = place(of: key)
    return place < keys.count && keys[place] == key ? place : nil
  }

  /// Where a key stands or would stand. New ids are mostly the highest, so the end is tried first.
  private func place(of key: Int64) -> Int {
    guard let last = keys.last, last >= key else { return keys.count }
    var (low, high) = (0, keys.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Bitmap {
  package func union(_ other: Bitmap) -> Bitmap { combined(with: other, .union) }
  package func intersection(_ other: Bitmap) -> Bitmap { combined(with: other, .intersection) }
  package func subtracting(_ other: Bitmap) -> Bitmap { combined(with: other, .subtraction) }
  package func symmetricDifference(_ other: Bitmap) -> Bitmap { combined(with: other, .symmetricDifference) }

  private func combined(with other: Bitmap, _ operation: BitmapChunk.Operation) -> Bitmap {
    var result = Bitmap()
    var (left, right) = (0, 0)
    func append(_ key: Int64, _ chunk: BitmapChunk) {
      guard chunk.count > 0 else { return }
      result.keys.append(key)
      result.chunks.append(chunk)
      result.count += chunk.count
    }
    while left < keys.count || right < other.keys.count {
      let leftKey = left < keys.count ? keys[left] : .max
      let rightKey = right < other.keys.count ? other.keys[right] : .max
      if leftKey == rightKey {
        append(leftKey, chunks[left].combined(with: other.chunks[right], operation))
        left += 1
        right += 1
      } else if leftKey < rightKey {
        if operation.keepsLeftAlone { append(leftKey, chunks[left]) }
        left += 1
      } else {
        if operation.keepsRightAlone { append(rightKey, other.chunks[right]) }
        right += 1
      }
    }
    return result
  }
}

extension Bitmap: Sequence {
  /// The ids, ascending.
  package func makeIterator() -> Iterator { Iterator(bitmap: self, after: nil) }

  /// The ids above `id`, ascending; without looking at those below.
  package func ids(after id: Int64) -> IteratorSequence<Iterator> {
    IteratorSequence(Iterator(bitmap: self, after: id))
  }

  package struct Iterator: IteratorProtocol {
    private let bitmap: Bitmap
    private var index: Int
    /// The lowest low half that is still to be looked at; 65,536 where the chunk is done.
    private var low: Int

    init(bitmap: Bitmap, after id: Int64?) {
      self.bitmap = bitmap
      let first = id.map { $0 == .max ? .max : Swift.max($0 + 1, 0) } ?? 0
      index = bitmap.place(of: first >> 16)
      let isInside = index < bitmap.keys.count && bitmap.keys[index] == first >> 16
      low = isInside ? Int(first & 0xFFFF) : 0
    }

    package mutating func next() -> Int64? {
      while index < bitmap.keys.count {
        if let found = bitmap.chunks[index].first(from: low) {
          low = Int(found) + 1
          return bitmap.keys[index] << 16 | Int64(found)
        }
        index += 1
        low = 0
      }
      return nil
    }
  }
}
