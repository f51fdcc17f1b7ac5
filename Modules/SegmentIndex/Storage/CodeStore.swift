/// A code for each row; 0 is "none". Sparse while few rows have one, then dense and as narrow as the largest code needs.
///
/// A copy is to be read only: it may share its numbers with the one that it was copied from.
struct CodeStore {
  enum Width: Int {
    case sparse = 0
    case byte = 1
    case short = 2
    case word = 4
  }

  private(set) var width = Width.sparse
  /// Exactly one of these is in use, by `width`.
  private(set) var sparse = RowMap()
  private(set) var bytes = Pages<UInt8>(empty: 0)
  private(set) var shorts = Pages<UInt16>(empty: 0)
  private(set) var words = Pages<UInt32>(empty: 0)

  /// How many rows have a code.
  private(set) var count = 0
  /// One more than the highest row that ever had one.
  private(set) var rows = 0
  /// The largest code that any row ever had.
  private(set) var largest: UInt32 = 0

  /// A row of a hash table takes about so many bytes.
  private static let sparseBytes = 12

  subscript(row: UInt32) -> UInt32 { reader[row] }

  @inline(__always)
  var reader: CodeReader { CodeReader(self) }

  /// Decodes the codes of rows from `start` on, `count` of them within one page.
  func read(_ start: Int, _ count: Int, into codes: UnsafeMutablePointer<UInt32>) {
    switch width {
    case .sparse: for place in 0..<count { codes[place] = sparse[UInt32(start + place)] }
    case .byte: bytes.withRows(start, count) { decode($0, count, into: codes) }
    case .short: shorts.withRows(start, count) { decode($0, count, into: codes) }
    case .word: words.withRows(start, count) { decode($0, count, into: codes) }
    }
  }

  mutating func set(_ row: UInt32, _ code: UInt32) {
    let before = self[row]
    if before == code { return }
    if before == 0 { count += 1 } else if code == 0 { count -= 1 }
    rows = max(rows, Int(row) + 1)
    largest = max(largest, code)
    let needed = Self.width(for: largest)
    if width == .sparse {
      // While a dense column would be the larger one.
      if rows * needed.rawValue > (count + 1) * Self.sparseBytes {
        sparse.set(row, code)
        return
      }
      convert(to: needed)
    } else if needed.rawValue > width.rawValue {
      convert(to: needed)
    }
    store(row, code)
  }

  private mutating func store(_ row: UInt32, _ code: UInt32) {
    switch width {
    case .sparse: sparse.set(row, code)
    case .byte: bytes[Int(row)] = UInt8(truncatingIfNeeded: code)
    case .short: shorts[Int(row)] = UInt16(truncatingIfNeeded: code)
    case .word: words[Int(row)] = code
    }
  }

  private static func width(for code: UInt32) -> Width {
    code <= UInt32(UInt8.max) ? .byte : code <= UInt32(UInt16.max) ? .short : .word
  }

  private mutating func convert(to wider: Width) {
    let old = self
    (sparse, bytes, shorts, words) = (RowMap(), Pages(empty: 0), Pages(empty: 0), Pages(empty: 0))
    width = wider
    old.visit { store($0, $1) }
  }

  /// Rows that have a code, in no order where they are few, else ascending.
  func visit(_ body: (_ row: UInt32, _ code: UInt32) -> Void) {
    switch width {
    case .sparse: sparse.visit(body)
    case .byte: bytes.visitCodes(body)
    case .short: shorts.visitCodes(body)
    case .word: words.visitCodes(body)
    }
  }

  /// Rows of a range that have a code, until `body` answers false.
  func visit(_ rows: Range<Int>, _ body: (_ row: UInt32) -> Bool) {
    switch width {
    case .sparse: sparse.visit(rows, body)
    case .byte: bytes.visit(rows) { $1 == 0 || body(UInt32(truncatingIfNeeded: $0)) }
    case .short: shorts.visit(rows) { $1 == 0 || body(UInt32(truncatingIfNeeded: $0)) }
    case .word: words.visit(rows) { $1 == 0 || body(UInt32(truncatingIfNeeded: $0)) }
    }
  }

  /// Adds the codes that rows have.
  /// - Parameter goOn: called after each 65,536 rows; what it throws ends the walk.
  func insertCodes(into used: inout RowSet, goOn: () throws -> Void) rethrows {
    guard width != .sparse else { return sparse.visit { used.insert($1) } }
    var page = [UInt32](repeating: 0, count: Pages<UInt32>.size)
    for start in stride(from: 0, to: rows, by: page.count) {
      let count = min(page.count, rows - start)
      page.withUnsafeMutableBufferPointer { page in
        guard let codes = page.baseAddress else { return }
        read(start, count, into: codes)
        for code in page[..<count] where code != 0 { used.insert(code) }
      }
      try goOn()
    }
  }

  var byteCount: Int { sparse.byteCount + bytes.byteCount + shorts.byteCount + words.byteCount }
}

// MARK: On disk

extension CodeStore {
  func write(to file: IndexFileWriter) throws {
    try file.write(width.rawValue)
    switch width {
    case .sparse: try file.write(sparse.entries)
    case .byte: try bytes.write(to: file)
    case .short: try shorts.write(to: file)
    case .word: try words.write(to: file)
    }
  }

  init(from file: IndexFileReader) throws {
    guard let width = Width(rawValue: try file.number()) else { throw file.damaged }
    self.width = width
    switch width {
    case .sparse:
      guard let rows = RowMap(entries: try file.numbers(UInt64.self)) else { throw file.damaged }
      sparse = rows
    case .byte: bytes = try Pages(empty: 0, from: file)
    case .short: shorts = try Pages(empty: 0, from: file)
    case .word: words = try Pages(empty: 0, from: file)
    }
    var (count, end, largest) = (0, 0, UInt32(0))
    visit { row, code in
      count += 1
      end = max(end, Int(row) + 1)
      largest = max(largest, code)
    }
    (self.count, rows, self.largest) = (count, end, largest)
  }
}

private func decode<Code: FixedWidthInteger>(
  _ rows: UnsafeBufferPointer<Code>, _ count: Int, into codes: UnsafeMutablePointer<UInt32>
) {
  for (place, code) in rows.enumerated() { codes[place] = UInt32(truncatingIfNeeded: code) }
  for place in rows.count..<max(count, rows.count) { codes[place] = 0 }
}

extension Pages where Element: FixedWidthInteger {
  fileprivate func visitCodes(_ body: (_ row: UInt32, _ code: UInt32) -> Void) {
    visit { row, code in
      if code != 0 { body(UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: code)) }
    }
  }
}
