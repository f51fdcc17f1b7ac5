import FilterCompiler
import SegmentModel

/// Dates among the values of a column that enter or leave a range.
struct DateCrossings {
  let column: ValueColumn
  let dates: SlidingDates
  let sweep: RangeSweep

  /// The first instant after `now` at which one of a row does.
  func first(_ row: UInt32, after now: Instant) -> Instant? {
    var first: Instant?
    column.forEachElement(of: row) { element in
      guard let date = column.dictionary.scalars.date(of: element, in: dates.zone, unit: dates.unit),
        let crossing = sweep.firstCrossing(of: date, after: now)
      else { return }
      first = min(first ?? crossing, crossing)
    }
    return first
  }

  /// The rows that may have one, ascending.
  /// - Parameter rows: how many rows there are.
  func visitCandidates(rows: Int, _ body: (UInt32) -> Void) {
    let tests = sweep.windows.map {
      ColumnTest(column, .dates(PreparedDates(within: $0, zone: dates.zone, unit: dates.unit)))
    }
    if tests.isEmpty { return }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowSlice.size / 64) { scratch in
      guard let words = scratch.baseAddress else { return }
      for start in stride(from: 0, to: rows, by: RowSlice.size) {
        let count = min(RowSlice.size, rows - start)
        words.update(repeating: 0, count: (count + 63) >> 6)
        for test in tests { test.mark(start, count, into: words) }
        UnsafePointer(words).forEachBit(count) { body(UInt32(start + $0)) }
      }
    }
  }
}

/// Contacts or companies with a property that enters or leaves a range.
struct PropertyCrossings: CrossingSearch {
  let dates: DateCrossings
  let after: Instant

  func first(_ row: UInt32) -> Instant? { dates.first(row, after: after) }

  func scan(rows: Int, _ body: (_ row: UInt32, _ instant: Instant) -> Void) {
    // Many in a row may have the same value, as those who were imported together.
    let codes = dates.column.codes.reader
    var last: (code: UInt32, instant: Instant?) = (0, nil)
    dates.visitCandidates(rows: rows) { row in
      let code = codes[row]
      if code == 0 || code != last.code { last = (code, first(row)) }
      if let instant = last.instant { body(row, instant) }
    }
  }
}

extension ScalarDictionary {
  /// The date view of an element of a column of this dictionary.
  fileprivate func date(of element: ValueElement, in zone: Zone, unit: DateUnit?) -> Instant? {
    switch element {
    case .number(let number): return Scalar.number(number).dateView(in: zone, unit: unit)
    case .scalar(let scalar):
      switch kinds[scalar] {
      case .instant: return Instant(milliseconds: dates[scalar])
      case .wallTime: return zone.instant(LocalDateTime(millisecondsOfLocalTime: dates[scalar]))
      case .number: return Scalar.number(numbers[scalar]).dateView(in: zone, unit: unit)
      case .nothing, .text, .no, .yes: return nil
      }
    }
  }
}
