/// Why bytes are not a bitmap. A damaged one is never half read.
package struct BitmapError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    case newerFormat = "its format is of a newer version"
    case damaged = "its bytes are damaged"
  }

  package var reason: Reason

  package init(reason: Reason) { self.reason = reason }

  package var description: String { "a stored set of members cannot be read: \(reason.rawValue)" }
}

/// The binary form: a byte for the version (1), the number of chunks (4 bytes), then each chunk: its key (8 bytes),
/// its count less one (2 bytes) and either so many low halves (2 bytes each) or 1,024 words (8 bytes each); at the
/// end FNV-1a of all that (8 bytes). Everything little-endian.
extension Bitmap {
  private static let version: UInt8 = 1

  package func bytes() -> [UInt8] {
    var out: [UInt8] = [Self.version]
    out.reserveCapacity(16 + chunks.reduce(0) { $0 + 10 + Swift.min($1.count * 2, BitmapChunk.wordCount * 8) })
    out.append(littleEndian: UInt32(chunks.count))
    for (key, chunk) in zip(keys, chunks) {
      out.append(littleEndian: UInt64(key))
      out.append(littleEndian: UInt16(chunk.count - 1))
      switch chunk {
      case .list(let list): for low in list { out.append(littleEndian: low) }
      case .words(let words, _): for word in words { out.append(littleEndian: word) }
      }
    }
    out.append(littleEndian: out.fnv1a)
    return out
  }

  /// - Throws: `BitmapError`.
  package init(bytes: [UInt8]) throws(BitmapError) {
    self.init()
    let damaged = BitmapError(reason: .damaged)
    guard let version = bytes.first, bytes.count >= 13 else { throw damaged }
    guard version <= Self.version else { throw BitmapError(reason: .newerFormat) }
    var reader = LittleEndianReader(bytes[1..<(bytes.count - 8)])
    var tail = LittleEndianReader(bytes[(bytes.count - 8)...])
    guard version == Self.version, tail.next(UInt64.self) == bytes.dropLast(8).fnv1a,
      let chunkCount = reader.next(UInt32.self)
    else { throw damaged }
    for _ in 0..<chunkCount {
      guard let rawKey = reader.next(UInt64.self), let key = Int64(exactly: rawKey), key <= Int64.max >> 16,
        keys.last.map({ $0 < key }) ?? true, let countLessOne = reader.next(UInt16.self),
        let chunk = BitmapChunk(&reader, count: Int(countLessOne) + 1)
      else { throw damaged }
      keys.append(key)
      chunks.append(chunk)
      count += chunk.count
    }
    guard reader.isAtEnd else { throw damaged }
  }
}

extension BitmapChunk {
  fileprivate init?(_ reader: inout LittleEndianReader, count: Int) {
    if count <= Self.longestList {
      var list: [UInt16] = []
      list.reserveCapacity(count)
      for _ in 0..<count {
        guard let low = reader.next(UInt16.self), list.last.map({ $0 < low }) ?? true else { return nil }
        list.append(low)
      }
      self = .list(list)
    } else {
      var words: [UInt64] = []
      words.reserveCapacity(Self.wordCount)
      for _ in 0..<Self.wordCount {
        guard let word = reader.next(UInt64.self) else { return nil }
        words.append(word)
      }
      guard words.reduce(0, { $0 + $1.nonzeroBitCount }) == count else { return nil }
      self = .words(words, count: count)
    }
  }
}

private struct LittleEndianReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func next<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = Number.bitWidth / 8
    guard rest.count >= size else { return nil }
    var value: Number = 0
    for (index, byte) in rest.prefix(size).enumerated() { value |= Number(truncatingIfNeeded: byte) << (8 * index) }
    rest = rest.dropFirst(size)
    return value
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    var value = value.littleEndian
    Swift.withUnsafeBytes(of: &value) { append(contentsOf: $0) }
  }
}

extension Collection<UInt8> {
  /// Finds damage; proves nothing about who wrote it.
  /// Source: http://www.isthe.com/chongo/tech/comp/fnv/
  package var fnv1a: UInt64 {
    reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
