/// Writes rows of an import within one transaction.
protocol ImportRowWriter {
  associatedtype Row
  associatedtype Outcome: Sendable

  mutating func write(_ row: Row) throws -> Outcome
  /// Called at the end of the transaction.
  func finish() throws
}

/// Writes the rows of an import in short transactions, and lets others write for as long in between.
struct ImportTransactions<Log: ProfileLog> {
  let log: Log
  /// Undoes each transaction.
  let isDryRun: Bool
  /// Sleeps; the time that others have to write.
  let pause: (Duration) -> Void

  /// - Parameters:
  ///   - next: the next row of the file, nil at its end.
  ///   - begin: what writes within a transaction.
  ///   - onWritten: told the rows of each transaction with what became of them.
  func run<W: ImportRowWriter>(
    next: () throws -> W.Row?, begin: (Log.Transaction) -> W, onWritten: (ArraySlice<W.Row>, [W.Outcome]) -> Void
  ) throws {
    var rows: [W.Row] = []
    while true {
      while rows.count < ImportLimits.transactionRows, let row = try next() { rows.append(row) }
      if rows.isEmpty { return }
      let began = ContinuousClock.now
      let outcomes = try write(rows, begin: begin)
      onWritten(rows.prefix(outcomes.count), outcomes)
      rows.removeFirst(outcomes.count)
      pause(began.duration(to: .now))
    }
  }

  /// - Returns: what became of as many rows as there was time for, at least one.
  private func write<W: ImportRowWriter>(_ rows: [W.Row], begin: (Log.Transaction) -> W) throws -> [W.Outcome] {
    do {
      return try log.write { transaction in
        var writer = begin(transaction)
        let began = ContinuousClock.now
        var outcomes: [W.Outcome] = []
        for row in rows {
          if !outcomes.isEmpty, began.duration(to: .now) >= ImportLimits.transactionTime { break }
          outcomes.append(try writer.write(row))
        }
        try writer.finish()
        if isDryRun { throw DryRun(outcomes: outcomes) }
        return outcomes
      }.value
    } catch let dryRun as DryRun<W.Outcome> {
      return dryRun.outcomes
    }
  }
}

/// Undoes the transaction of a dry run.
private struct DryRun<Outcome: Sendable>: Error {
  var outcomes: [Outcome]
}
