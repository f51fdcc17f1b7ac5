package import SegmentModel

/// Feeds an importer's rows to the store, by the rules of a server source.
///
/// Writes in short transactions and lets others write for as long in between. Blocks: to be run on a thread of its
/// own.
package struct ContactImport<Log: ProfileLog> {
  private let log: Log
  private let clock: any WallClock
  private let isDryRun: Bool
  private let pause: (Duration) -> Void

  /// - Parameters:
  ///   - isDryRun: counts what would happen, and keeps nothing of it.
  ///   - pause: sleeps; the time that others have to write.
  package init(log: Log, clock: any WallClock, isDryRun: Bool = false, pause: @escaping (Duration) -> Void) {
    self.log = log
    self.clock = clock
    self.isDryRun = isDryRun
    self.pause = pause
  }

  /// - Parameters:
  ///   - onRejected: told of each row that was not taken, with its number.
  ///   - onProgress: told after each transaction.
  /// - Throws: `ImportError`, and what the store throws; what was written before stays.
  package func run(
    _ importer: inout some ContactImporter, onRejected: (Int, Rejection) -> Void = { _, _ in },
    onProgress: (ImportReport) -> Void = { _ in }
  ) throws -> ImportReport {
    var report = ImportReport()
    var foreseen = Foreseen()
    var rows: [IngestItem] = []
    while true {
      while rows.count < ImportLimits.transactionRows, let row = try importer.next(receivedAt: clock.now) {
        rows.append(row)
      }
      if rows.isEmpty { return report }
      let began = ContinuousClock.now
      let results = try write(rows)
      for (row, result) in zip(rows, results) {
        report.count(isDryRun ? foreseen.corrected(result, of: row) : result)
        if case .rejected(let rejection) = result { onRejected(row.index, rejection) }
      }
      rows.removeFirst(results.count)
      onProgress(report)
      pause(began.duration(to: .now))
    }
  }

  /// - Returns: the results of as many rows as there was time for, at least one.
  private func write(_ rows: [IngestItem]) throws -> [MessageResult] {
    do {
      return try log.write { transaction in
        let writer = GroupWriter(transaction, isolation: .eachMessage, keepsRejected: false)
        let began = ContinuousClock.now
        var reports = ClashReports()
        var results: [MessageResult] = []
        for row in rows {
          if !results.isEmpty, began.duration(to: .now) >= ImportLimits.transactionTime { break }
          results += try writer.write([row], source: nil, reports: &reports)
        }
        try writer.finish()
        if isDryRun { throw DryRun(results: results) }
        return results
      }.value
    } catch let dryRun as DryRun {
      return dryRun.results
    }
  }

  /// Undoes the transaction of a dry run.
  private struct DryRun: Error {
    var results: [MessageResult]
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
      return isKnown ? .accepted(MessageEffect(contact: .changed, warnings: effect.warnings)) : result
    }
  }
}
