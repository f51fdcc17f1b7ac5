import SegmentModel
import TestSupport
import Testing

@Suite struct BitmapTests {
  /// Ids near the borders of chunks, sparse and dense, so that both forms of a chunk and the way between them occur.
  private static func randomIDs(_ generator: inout SplitMix64) -> Set<Int64> {
    var ids: Set<Int64> = []
    for _ in 0..<generator.below(4) {
      let chunk = generator.whole(0...5) << 16
      let isDense = generator.chance(0.4)
      for _ in 0..<(isDense ? 9000 : generator.below(200)) {
        ids.insert(chunk + generator.whole(0...(isDense ? 20_000 : 65_535)))
      }
    }
    if generator.chance(0.2) { ids.insert(.max) }
    return ids
  }

  /// Put together of whole chunks.
  private static func appended(_ ids: Set<Int64>) -> Bitmap {
    var bitmap = Bitmap()
    for (key, ids) in Dictionary(grouping: ids, by: { $0 >> 16 }).sorted(by: { $0.key < $1.key }) {
      var words = [UInt64](repeating: 0, count: 1024)
      for id in ids { words[Int(id & 0xFFFF) >> 6] |= 1 << UInt64(id & 63) }
      bitmap.append(key, words)
    }
    return bitmap
  }

  @Test func agreesWithASetOnRandomWork() throws {
    var generator = TestSeed().generator()
    for _ in 0..<40 {
      var left = Self.randomIDs(&generator)
      let right = Self.randomIDs(&generator)
      var bitmap = Bitmap(left)
      for _ in 0..<2000 {
        let id = generator.chance(0.5) ? left.randomElement(using: &generator) ?? 1 : generator.whole(0...140_000)
        if generator.chance(0.5) {
          let isNew = bitmap.insert(id)
          #expect(isNew == left.insert(id).inserted)
        } else {
          let wasThere = bitmap.remove(id)
          #expect(wasThere == (left.remove(id) != nil))
        }
      }
      let other = Bitmap(right)
      #expect(Array(bitmap) == left.sorted())
      #expect(bitmap.count == left.count)
      #expect(Array(bitmap.union(other)) == left.union(right).sorted())
      #expect(Array(bitmap.intersection(other)) == left.intersection(right).sorted())
      #expect(Array(bitmap.subtracting(other)) == left.subtracting(right).sorted())
      #expect(Array(bitmap.symmetricDifference(other)) == left.symmetricDifference(right).sorted())
      #expect(bitmap.union(other).count == left.union(right).count)
      let pivot = generator.whole(0...400_000)
      #expect(Array(bitmap.ids(after: pivot)) == left.filter { $0 > pivot }.sorted())
      #expect(try Bitmap(bytes: bitmap.bytes()) == bitmap)
      #expect(bitmap == Bitmap(left.shuffled(using: &generator)))
      #expect(bitmap.members(among: right.sorted()) == left.intersection(right).sorted())
      #expect(Self.appended(left) == bitmap)
    }
  }

  @Test func anyDamagedByteIsSeen() throws {
    var generator = TestSeed().generator()
    let bytes = Bitmap((0..<9000).map { Int64($0) * 3 } + [70_000, 1 << 40]).bytes()
    for _ in 0..<500 {
      var damaged = bytes
      let place = generator.below(bytes.count)
      damaged[place] ^= UInt8(1 << generator.below(8))
      #expect(throws: BitmapError.self) { try Bitmap(bytes: damaged) }
    }
    for length in [0, 1, 12, 20, bytes.count - 1] {
      #expect(throws: BitmapError(reason: .damaged)) { try Bitmap(bytes: Array(bytes.prefix(length))) }
    }
    #expect(throws: BitmapError(reason: .newerFormat)) { try Bitmap(bytes: [2] + bytes.dropFirst()) }
  }

  @Test func negativeIdsAreNeverIn() {
    var bitmap = Bitmap([-1, 0, 5])
    let isInserted = bitmap.insert(-7)
    #expect(!isInserted)
    #expect(!bitmap.contains(-1))
    #expect(Array(bitmap) == [0, 5])
    #expect(Array(bitmap.ids(after: -1)) == [0, 5])
    #expect(Array(bitmap.ids(after: .max)) == [])
  }
}
