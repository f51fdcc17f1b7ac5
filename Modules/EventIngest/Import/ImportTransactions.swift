/// A row of a file.
protocol ImportRow {
  /// Its number in the file.
  var index: Int { get }
}

extension ContactRow: ImportRow {}
extension CompanyRow: ImportRow {}

/// How far an import has come, kept together with what it wrote, so that one which ended early can go on.
package struct ImportCheckpoint<Log: ProfileLog> {
  /// The last row that is written already.
  package var after: Int
  /// Keeps the last row that the transaction has written.
  package var note: (_ transaction: Log.Transaction, _ row: Int) throws -> Void

  package init(after: Int, note: @escaping (_ transaction: Log.Transaction, _ row: Int) throws -> Void) {
    self.after = after
    self.note = note
  }
}

/// Writes rows of an import within one transaction.
protocol ImportRowWriter {
  associatedtype Row: ImportRow
  associatedtype Outcome: Sendable

  mutating func write(_ row: Row) throws -> Outcome
  /// Called at the end of the transaction.
  func finish() throws
}

/// Writes the rows of an import in short transactions, and lets others write for as long in between.
struct ImportTransactions<Log: ProfileLog> {
  let log: Log
  let checkpoint: ImportCheckpoint<Log>?
  /// Sleeps; the time that others have to write.
  let pause: (Duration) -> Void

  /// - Parameters:
  ///   - next: the next row of the file with the bytes that were read up to it, nil at its end.
  ///   - begin: what writes within a transaction.
  ///   - beforeCommit: told the rows of each transaction with what becomes of them; where it throws, that is not written
  ///     and the place not moved.
  ///   - onWritten: told the same once they are on disk.
  func run<W: ImportRowWriter>(
    next: () throws -> (row: W.Row, fetched: Int)?, begin: (Log.Transaction) -> W,
    beforeCommit: (ArraySlice<W.Row>, [W.Outcome]) throws -> Void,
    onWritten: (ArraySlice<W.Row>, [W.Outcome]) throws -> Void
  ) throws {
    var rows: [W.Row] = []
    // Bytes up to each of the rows, and up to the one before them.
    var (ends, start) = ([Int](), 0)
    while true {
      while rows.count < ImportLimits.transactionRows, (ends.last ?? start) - start < ImportLimits.transactionBytes,
        let (row, fetched) = try next()
      {
        guard row.index > checkpoint?.after ?? 0 else {
          start = fetched
          continue
        }
        rows.append(row)
        ends.append(fetched)
      }
      if rows.isEmpty { return }
      let began = ContinuousClock.now
      let outcomes = try write(rows, begin: begin, beforeCommit: beforeCommit)
      try onWritten(rows.prefix(outcomes.count), outcomes)
      start = ends[outcomes.count - 1]
      rows.removeFirst(outcomes.count)
      ends.removeFirst(outcomes.count)
      pause(began.duration(to: .now))
    }
  }

  /// - Returns: what became of as many rows as there was time for, at least one.
  private func write<W: ImportRowWriter>(
    _ rows: [W.Row], begin: (Log.Transaction) -> W, beforeCommit: (ArraySlice<W.Row>, [W.Outcome]) throws -> Void
  ) throws -> [W.Outcome] {
    try log.write { transaction in
      var writer = begin(transaction)
      let began = ContinuousClock.now
      var outcomes: [W.Outcome] = []
      for row in rows {
        if !outcomes.isEmpty, began.duration(to: .now) >= ImportLimits.transactionTime { break }
        outcomes.append(try writer.write(row))
      }
      try writer.finish()
      try beforeCommit(rows.prefix(outcomes.count), outcomes)
      if let checkpoint { try checkpoint.note(transaction, rows[outcomes.count - 1].index) }
      return outcomes
    }.value
  }
}
