import FilterCompiler
import SegmentModel

/// A test of one column at one now, asked of single rows or of many in a row.
///
/// For many the test is first asked of each distinct value, once; then rows are looked up by their code.
final class ColumnTest {
  private let column: ValueColumn?
  private let test: PreparedTest
  private let isCancelled: @Sendable () -> Bool

  /// What is known once the distinct values were asked.
  private enum Lookup {
    case none
    /// Any code but 0.
    case set
    /// One run of codes, both ends included.
    case run(UInt32, UInt32)
    /// A byte a code.
    case table([UInt8])
    /// Rows, ascending, of a sparse column.
    case rows([UInt32])
  }

  private lazy var lookup = makeLookup()

  /// - Parameter column: nil where nobody has such a value.
  init(
    _ column: ValueColumn?, _ test: PreparedTest, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.column = column
    self.test = test
    self.isCancelled = isCancelled
  }

  convenience init(_ column: ValueColumn?, _ test: ValueTest, for evaluation: Evaluation) {
    self.init(column, PreparedTest(test, at: evaluation.now), isCancelled: evaluation.isCancelled)
  }

  func holds(_ row: UInt32) -> Bool { column?.holds(test, row) ?? false }

  /// Sets the bits of the rows from `start` on for which the test holds.
  /// - Parameters:
  ///   - start: a multiple of 64; `count` rows from there are in one page.
  ///   - words: bits of these rows, from bit 0; those that are set stay so.
  func mark(_ start: Int, _ count: Int, into words: UnsafeMutablePointer<UInt64>) {
    guard let column else { return }
    markCodes(column.codes, start, count, words)
    if let numbers = column.numbers { markNumbers(numbers, start, count, words) }
  }

  private func markCodes(_ codes: CodeStore, _ start: Int, _ count: Int, _ words: UnsafeMutablePointer<UInt64>) {
    switch lookup {
    case .none: return
    case .rows(let rows):
      for row in rows[rows.firstPlace { $0 >= start }...] {
        let place = Int(row) - start
        if place >= count { return }
        words[place >> 6] |= 1 << UInt64(place & 63)
      }
    case .set, .run, .table:
      switch codes.width {
      case .sparse: return
      case .byte: codes.bytes.withRows(start, count) { markCodes($0, words) }
      case .short: codes.shorts.withRows(start, count) { markCodes($0, words) }
      case .word: codes.words.withRows(start, count) { markCodes($0, words) }
      }
    }
  }

  private func markCodes<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: UnsafeBufferPointer<Code>, _ words: UnsafeMutablePointer<UInt64>
  ) {
    switch lookup {
    case .none, .rows: return
    case .set: markNotZero(codes, into: words)
    case .run(let first, let last) where first == last:
      if let code = Code(exactly: first) { markEqual(codes, to: code, into: words) }
    case .run(let first, let last):
      guard let first = Code(exactly: first) else { return }
      markBetween(codes, first, Code(clamping: last), into: words)
    case .table(let table):
      table.withUnsafeBufferPointer { table in
        if let table = table.baseAddress { markInTable(codes, table, into: words) }
      }
    }
  }

  private func markNumbers(
    _ numbers: Pages<Double>, _ start: Int, _ count: Int, _ words: UnsafeMutablePointer<UInt64>
  ) {
    numbers.withRows(start, count) { numbers in
      if let range = test.numberRange {
        SegmentIndex.markNumbers(numbers, scale: range.scale, from: range.lower, to: range.upper, into: words)
      } else {
        for (place, number) in numbers.enumerated() where !number.isNaN && test.holds(number: number) {
          words[place >> 6] |= 1 << UInt64(place & 63)
        }
      }
    }
  }

  // MARK: Preparing

  private func makeLookup() -> Lookup {
    guard let column, column.codes.count > 0 else { return .none }
    if case .isSet = test {
      return column.codes.width == .sparse ? .rows(rows(of: column) { _ in true }) : .set
    }
    if column.codes.width == .sparse, column.codes.count * 4 < column.dictionary.count {
      // Fewer rows than distinct values of a dictionary that several columns share.
      return .rows(rows(of: column) { column.dictionary.holds(self.test, $0) })
    }
    let table = column.dictionary.table(of: test, unless: isCancelled)
    if column.codes.width == .sparse {
      return .rows(rows(of: column) { table[Int($0 >> 6)] >> UInt64($0 & 63) & 1 != 0 })
    }
    return table.singleRun.map { $0.isEmpty ? .none : .run(UInt32($0.lowerBound), UInt32($0.upperBound - 1)) }
      ?? .table(bytes(ofBits: table))
  }

  private func rows(of column: ValueColumn, where holds: (UInt32) -> Bool) -> [UInt32] {
    var rows: [UInt32] = []
    column.codes.visit { row, code in if holds(code) { rows.append(row) } }
    return rows.sorted()
  }
}

extension [UInt64] {
  /// The places of the bits that are set where they stand in one run, empty where none is; else nil.
  fileprivate var singleRun: Range<Int>? {
    guard let firstWord = firstIndex(where: { $0 != 0 }), let lastWord = lastIndex(where: { $0 != 0 }) else {
      return 0..<0
    }
    let first = firstWord << 6 + self[firstWord].trailingZeroBitCount
    let end = lastWord << 6 + 64 - self[lastWord].leadingZeroBitCount
    let count = reduce(0) { $0 + $1.nonzeroBitCount }
    return count == end - first ? first..<end : nil
  }
}

extension [UInt32] {
  /// The first place whose element satisfies what all after it do.
  func firstPlace(where isAfter: (UInt32) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
