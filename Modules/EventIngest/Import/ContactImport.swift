package import SegmentModel

/// Feeds an importer's rows to the store, by the rules of a server source.
///
/// Writes in short transactions and lets others write for as long in between. Blocks: to be run on a thread of its
/// own.
package struct ContactImport<Log: ProfileLog> {
  private let transactions: ImportTransactions<Log>
  private let clock: any WallClock

  /// - Parameters:
  ///   - checkpoint: nil where nothing is kept of how far it has come.
  ///   - pause: sleeps; the time that others have to write.
  package init(
    log: Log, clock: any WallClock, checkpoint: ImportCheckpoint<Log>? = nil, pause: @escaping (Duration) -> Void
  ) {
    transactions = ImportTransactions(log: log, checkpoint: checkpoint, pause: pause)
    self.clock = clock
  }

  /// - Parameters:
  ///   - onTaken: told the row id of the contact of each row that was taken.
  ///   - onRejected: told the rows of a transaction that are not taken, with the first row of a table of them, before
  ///     it is committed and the place moves on: after a failure it may be told of some again, and misses none.
  ///   - onProgress: told after each transaction.
  /// - Throws: `ImportError`, what the store, `onTaken` and `onRejected` throw; what was written before stays.
  package func run(
    _ importer: inout some ContactImporter, onTaken: (Int64) throws -> Void = { _ in },
    onRejected: ([RefusedRow], _ header: [UInt8]) throws -> Void = { _, _ in },
    onProgress: (ImportReport) -> Void = { _ in }
  ) throws -> ImportReport {
    var report = ImportReport()
    func refuse(_ rows: ArraySlice<ContactRow>, _ results: [MessageResult]) throws {
      let refused = zip(rows, results).compactMap { row, result -> RefusedRow? in
        guard case .rejected(let rejection) = result else { return nil }
        return RefusedRow(number: row.index, rejection: rejection, text: row.text)
      }
      if !refused.isEmpty { try onRejected(refused, importer.refusedHeader) }
    }
    func count(_: ArraySlice<ContactRow>, _ results: [MessageResult]) throws {
      for result in results {
        report.count(result)
        if case .accepted(let effect) = result, let row = effect.row { try onTaken(row) }
      }
      onProgress(report)
    }
    try transactions.run(
      next: { try importer.next(receivedAt: clock.now).map { ($0, importer.fetched) } },
      begin: { ContactRowWriter($0) }, beforeCommit: refuse, onWritten: count)
    return report
  }

  private struct ContactRowWriter: ImportRowWriter {
    private let writer: GroupWriter<Log.Transaction>
    private var reports = ClashReports()

    init(_ transaction: Log.Transaction) {
      writer = GroupWriter(transaction, isolation: .eachMessage, keepsRejected: false)
    }

    mutating func write(_ row: ContactRow) throws -> MessageResult {
      try writer.write(row.item, source: nil, reports: &reports)
    }

    func finish() throws { try writer.finish() }
  }
}
