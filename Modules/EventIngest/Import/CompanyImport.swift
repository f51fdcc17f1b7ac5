package import SegmentModel

/// Feeds rows about companies to the store, as a trusted writer. Short transactions, as `ContactImport` has them. Blocks.
package struct CompanyImport<Log: ProfileLog> {
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
  ///   - onRejected: told the rows of a transaction that are not taken, with the first row of a table of them, before
  ///     it is committed and the place moves on: after a failure it may be told of some again, and misses none.
  ///   - onProgress: told after each transaction.
  /// - Throws: `ImportError`, what the store and what `onRejected` throws; what was written before stays.
  package func run(
    _ importer: inout some CompanyImporter, onRejected: ([RefusedRow], _ header: [UInt8]) throws -> Void = { _, _ in },
    onProgress: (ImportReport) -> Void = { _ in }
  ) throws -> ImportReport {
    var report = ImportReport()
    func refuse(_ rows: ArraySlice<CompanyRow>, _ outcomes: [Result<RecordEffect, Rejection>]) throws {
      let refused = zip(rows, outcomes).compactMap { row, outcome -> RefusedRow? in
        guard case .failure(let rejection) = outcome else { return nil }
        return RefusedRow(number: row.index, rejection: rejection, text: row.text)
      }
      if !refused.isEmpty { try onRejected(refused, importer.refusedHeader) }
    }
    func count(_: ArraySlice<CompanyRow>, _ outcomes: [Result<RecordEffect, Rejection>]) {
      for outcome in outcomes {
        switch outcome {
        case .success(let effect): report.count(effect)
        case .failure(let rejection): report.count(rejection)
        }
      }
      onProgress(report)
    }
    try transactions.run(
      next: { try importer.next().map { ($0, importer.fetched) } },
      begin: { CompanyRowWriter(transaction: $0, time: clock.now) }, beforeCommit: refuse, onWritten: count)
    return report
  }

  private struct CompanyRowWriter: ImportRowWriter {
    let transaction: Log.Transaction
    let time: Instant

    func write(_ row: CompanyRow) throws -> Result<RecordEffect, Rejection> {
      do {
        let company = try row.content.get()
        return .success(try transaction.savepoint { try take(company) })
      } catch let rejection as Rejection {
        return .failure(rejection)
      } catch let limit as ProfileLimitError {
        return .failure(Rejection(limit))
      }
    }

    func finish() throws {}

    private func take(_ company: ImportedCompany) throws -> RecordEffect {
      var writer = CompanyWriter(transaction: transaction, time: time, isTrusted: true)
      let owners = Set(try company.groupIDs.compactMap { try transaction.company(groupID: $0) })
      guard let owner = owners.first else {
        _ = try writer.insert(company.properties, named: company.groupIDs)
        return .created
      }
      if owners.count > 1 { throw Rejection(.identifierClash, "the group ids of the row are of several companies") }
      return try writer.write(company.properties, to: owner, alsoNamed: company.groupIDs)
    }
  }
}
