package import SegmentModel

/// Takes refused messages again as their sources sent them, once what was wrong here has been mended: a bound, a proof
/// that is no longer asked for. One that is refused again is kept with the new reason. Blocks.
package struct MessageReplay<Log: ProfileLog> {
  /// A refused message, and whose it is.
  package struct Entry: Sendable {
    package var id: Int64
    package var message: RejectedMessage
    /// Nil where it is not known any more.
    package var source: Source?

    package init(id: Int64, message: RejectedMessage, source: Source?) {
      self.id = id
      self.message = message
      self.source = source
    }
  }

  private let log: Log
  private let dialects: [any IngestDialect]

  package init(log: Log, dialects: [any IngestDialect]) {
    self.log = log
    self.dialects = dialects
  }

  /// Takes some in one transaction.
  /// - Throws: what the store throws; then all are as they were.
  package func run(_ entries: [Entry]) throws -> ReplayReport {
    let items = entries.map { ($0, item(of: $0)) }
    return try log.write { transaction in
      let writer = GroupWriter(transaction, isolation: .eachMessage, keepsRejected: true)
      var reports = ClashReports()
      var report = ReplayReport()
      for (entry, item) in items {
        guard let item else {
          report.skipped += 1
          continue
        }
        guard try transaction.discardRejected(entry.id) else { continue }
        report.count(try writer.write(item, source: entry.source, reports: &reports))
      }
      try writer.finish()
      return report
    }.value
  }

  /// Nil for what cannot be taken again: it lacks what it was sent by, or its source was revoked.
  private func item(of entry: Entry) -> IngestItem? {
    guard let call = entry.message.call, let source = entry.source, source.revokedAt == nil,
      let dialect = dialects.first(where: { $0.name == call.dialect })
    else { return nil }
    let request = IngestRequest(
      method: "POST", path: call.path, body: entry.message.body, receivedAt: entry.message.receivedAt)
    let items = (try? dialect.read(request))?.items ?? []
    return items.count == 1 ? items.first : nil
  }
}

/// What came of refused messages that were taken again.
package struct ReplayReport: Sendable, Equatable {
  package var accepted = 0
  /// Their sender had sent them again meanwhile.
  package var duplicates = 0
  package var rejected = 0
  /// Messages that cannot be taken again; they stay as they are.
  package var skipped = 0

  package init() {}

  package static func += (left: inout ReplayReport, right: ReplayReport) {
    left.accepted += right.accepted
    left.duplicates += right.duplicates
    left.rejected += right.rejected
    left.skipped += right.skipped
  }

  mutating func count(_ result: MessageResult) {
    switch result {
    case .accepted: accepted += 1
    case .duplicate: duplicates += 1
    case .rejected: rejected += 1
    }
  }
}
