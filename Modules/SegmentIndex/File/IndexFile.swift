/// The file that holds an index: a header, then the data in frames. Numbers are little-endian, columns stand as they are
/// in memory, and what follows from them (hash tables, chains, counts) is left out.
///
/// | part | bytes |
/// |---|---|
/// | header | `magic`, `format`, the length of the data, the checksum of these three; 8 bytes each |
/// | frame | the checksum of its bytes, 8 bytes; `frameSize` bytes of the data, of the last one what is left |
///
/// A checksum begins with the number of the frame, so that frames cannot change places.
enum IndexFile {
  /// `strataix`.
  static let magic: UInt64 = 0x7869_6174_6172_7473
  /// Another number for each change of what is in the data: a file of another format is not read.
  static let format: UInt64 = 2
  static let headerSize = 32
  static let checksumSize = 8
  /// So little that writing it takes a few milliseconds.
  static let frameSize = 1 << 18

  /// Of a whole file.
  static func size(ofData length: Int) -> Int {
    headerSize + length + (length + frameSize - 1) / frameSize * checksumSize
  }

  static func checksumOfHeader(length: UInt64) -> UInt64 {
    [magic, format, length].withUnsafeBytes { checksum(of: $0, seed: .max) }
  }

  /// Finds damage; proves nothing about who wrote it. Words go to four lanes in turn, and each step can be undone: one
  /// word that is changed always shows.
  /// Source: the lanes of https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
  static func checksum(of bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    @inline(__always) func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var (first, second, third, fourth) = (seed, ~seed, seed &+ prime, seed &- prime)
    var offset = 0
    while offset + 32 <= bytes.count {
      first = stepped(first, word(offset))
      second = stepped(second, word(offset + 8))
      third = stepped(third, word(offset + 16))
      fourth = stepped(fourth, word(offset + 24))
      offset += 32
    }
    var rest = UInt64(bytes.count)
    for byte in bytes[offset...] { rest = stepped(rest, UInt64(byte)) }
    for lane in [first, second, third, fourth] { rest = stepped(rest, lane) }
    return rest
  }

  private static let prime: UInt64 = 0x9E37_79B1_85EB_CA87

  @inline(__always)
  private static func stepped(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let product = (lane ^ word) &* prime
    return product << 31 | product >> 33
  }
}
