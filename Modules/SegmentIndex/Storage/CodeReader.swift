/// Reads the codes of rows without counting references. Good as long as the codes are kept and nothing is written to them.
struct CodeReader: BitwiseCopyable {
  private let width: CodeStore.Width
  private let sparse: RowMapReader
  private let bytes: PageReader<UInt8>
  private let shorts: PageReader<UInt16>
  private let words: PageReader<UInt32>

  init(_ codes: CodeStore) {
    width = codes.width
    sparse = codes.sparse.reader
    bytes = codes.bytes.reader
    shorts = codes.shorts.reader
    words = codes.words.reader
  }

  @inline(__always)
  subscript(row: UInt32) -> UInt32 {
    switch width {
    case .sparse: sparse[row]
    case .byte: UInt32(bytes.number(Int(row)))
    case .short: UInt32(shorts.number(Int(row)))
    case .word: words.number(Int(row))
    }
  }
}
