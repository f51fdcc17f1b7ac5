package import SegmentModel

/// Feeds an importer's rows to the store, by the rules of a server source.
///
/// Writes in short transactions and lets others write for as long in between. Blocks: to be run on a thread of its
/// own.
package struct ContactImport<Log: ProfileLog> {
  private let transactions: ImportTransactions<Log>
  private let clock: any WallClock

  /// - Parameters:
  ///   - isDryRun: counts what would happen, and keeps nothing of it.
  ///   - checkpoint: nil where nothing is kept of how far it has come.
  ///   - pause: sleeps; the time that others have to write.
  package init(
    log: Log, clock: any WallClock, isDryRun: Bool = false, checkpoint: ImportCheckpoint<Log>? = nil,
    pause: @escaping (Duration) -> Void
  ) {
    transactions = ImportTransactions(log: log, isDryRun: isDryRun, checkpoint: checkpoint, pause: pause)
    self.clock = clock
  }

  /// - Parameters:
  ///   - onTaken: told the row id of the contact of each row that was taken, unless it is a dry run.
  ///   - onRejected: told of each row that was not taken, with the names of the columns of a table.
  ///   - onProgress: told after each transaction.
  /// - Throws: `ImportError`, what the store and what `onRejected` throws; what was written before stays.
  package func run(
    _ importer: inout some ContactImporter, onTaken: (Int64) -> Void = { _ in },
    onRejected: (RefusedRow, _ header: [String]) throws -> Void = { _, _ in },
    onProgress: (ImportReport) -> Void = { _ in }
  ) throws -> ImportReport {
    var report = ImportReport()
    var foreseen = Foreseen()
    func count(_ rows: ArraySlice<IngestItem>, _ results: [MessageResult]) throws {
      for (row, result) in zip(rows, results) {
        report.count(transactions.isDryRun ? foreseen.corrected(result, of: row) : result)
        switch result {
        case .accepted(let effect): if !transactions.isDryRun, let row = effect.row { onTaken(row) }
        case .rejected(let rejection):
          try onRejected(
            RefusedRow(number: row.index, rejection: rejection, body: row.body), importer.header)
        case .duplicate: break
        }
      }
      onProgress(report)
    }
    try transactions.run(
      next: { try importer.next(receivedAt: clock.now).map { ($0, importer.fetched) } },
      begin: { ContactRowWriter($0) }, onWritten: count)
    return report
  }

  private struct ContactRowWriter: ImportRowWriter {
    private let writer: GroupWriter<Log.Transaction>
    private var reports = ClashReports()

    init(_ transaction: Log.Transaction) {
      writer = GroupWriter(transaction, isolation: .eachMessage, keepsRejected: false)
    }

    mutating func write(_ row: IngestItem) throws -> MessageResult {
      try writer.write(row, source: nil, reports: &reports)
    }

    func finish() throws { try writer.finish() }
  }

  /// The contacts that a dry run would have created, by hashes of their identifiers: eight bytes each.
  private struct Foreseen {
    private var identifiers: Set<Int> = []

    /// A row about a contact that an earlier row would have created changes it.
    mutating func corrected(_ result: MessageResult, of row: IngestItem) -> MessageResult {
      guard case .accepted(let effect) = result, effect.contact == .created,
        case .success(let message) = row.content
      else { return result }
      let hashes = message.claims.map(\.identifier.hashValue)
      let isKnown = hashes.contains { identifiers.contains($0) }
      identifiers.formUnion(hashes)
      var corrected = effect
      if isKnown { corrected.contact = .changed }
      return .accepted(corrected)
    }
  }
}
