/// The bytes of a file one by one, read in pieces.
struct ByteReader {
  private let source: ByteSource
  private var piece: [UInt8] = []
  private var position = 0
  /// Where in the piece the bytes begin that are kept; nil where none are.
  private var start: Int?
  /// Bytes of earlier pieces that are kept.
  private var kept: [UInt8] = []
  /// Bytes that the source has given.
  private(set) var fetched = 0

  init(_ source: @escaping ByteSource) {
    self.source = source
  }

  /// Nil at the end.
  mutating func next() throws -> UInt8? {
    if position == piece.count {
      let next = try fetch()
      keep()
      piece = next
      position = 0
      if piece.isEmpty { return nil }
    }
    defer { position += 1 }
    return piece[position]
  }

  private mutating func fetch() throws -> [UInt8] {
    let piece = try source()
    fetched += piece.count
    return piece
  }

  /// The bytes that are taken from here on are kept, up to `keptBytes`.
  mutating func keepBytes() {
    kept = []
    start = position
  }

  /// What was taken since `keepBytes`; ends it.
  mutating func keptBytes() -> [UInt8] {
    keep()
    defer {
      kept = []
      start = nil
    }
    return kept
  }

  /// To be called before the piece is another.
  private mutating func keep() {
    guard let start else { return }
    kept += piece[start..<position]
    self.start = 0
  }

  mutating func peek() throws -> UInt8? {
    guard let byte = try next() else { return nil }
    position -= 1
    return byte
  }

  /// The next lines that are not empty, or as much of them as `limit` bytes hold, without taking them.
  mutating func peekLines(_ count: Int, upTo limit: Int) throws -> [ArraySlice<UInt8>] {
    func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    while true {
      let rest = piece[position...].prefix(limit)
      let lines = rest.split(whereSeparator: isLineEnd)
      if lines.count > count || rest.count == limit { return Array(lines.prefix(count)) }
      let more = try fetch()
      if more.isEmpty { return lines }
      keep()
      piece = piece[position...] + more
      position = 0
    }
  }

  /// Takes the byte order mark of UTF-8, with which some programs begin a file.
  mutating func skipByteOrderMark() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var taken: [UInt8] = []
    while taken.count < mark.count, let byte = try peek(), byte == mark[taken.count] {
      taken.append(byte)
      _ = try next()
    }
    // A part of a mark is no mark: give it back.
    if taken.count < mark.count, !taken.isEmpty {
      piece = taken + piece[position...]
      position = 0
    }
  }
}
