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
    let mentions = ErasureMentions(namesOfIDs: dialects.reduce(into: []) { $0.formUnion($1.namesOfIDs) })
    return try log.write { transaction in
      let writer = GroupWriter(transaction, isolation: .eachMessage, keepsRejected: true, mentions: mentions)
      var reports = ClashReports()
      var report = ReplayReport()
      for (entry, item) in items {
        switch item {
        case .failure(let obstacle): report.skip(obstacle)
        case .success(let item):
          guard try transaction.discardRejected(entry.id) else { continue }
          report.count(try writer.write(item, source: entry.source, reports: &reports))
        }
      }
      try writer.finish()
      return report
    }.value
  }

  /// - Returns: the message, or why it cannot be taken again.
  private func item(of entry: Entry) -> Result<IngestItem, ReplayObstacle> {
    if entry.message.isOfOneTaken { return .failure(.taken) }
    guard let source = entry.source, source.revokedAt == nil else { return .failure(.sourceRevoked) }
    guard let call = entry.message.call, let dialect = dialects.first(where: { $0.name == call.dialect }) else {
      return .failure(obstacle(of: entry.message))
    }
    var request = IngestRequest(
      method: "POST", path: call.path, body: entry.message.body, receivedAt: entry.message.receivedAt)
    request.messageBytes = IngestLimits.keptRejectedBytes
    guard let items = try? dialect.read(request).items, var item = items.first, items.count == 1 else {
      return .failure(obstacle(of: entry.message))
    }
    if case .success(var message) = item.content {
      message.proven = entry.message.proven
      item.content = .success(message)
    }
    return .success(item)
  }

  private func obstacle(of message: RejectedMessage) -> ReplayObstacle {
    if message.code == Rejection.Code.messageTooLarge.rawValue { return .tooLong }
    let isCut = message.body.count >= IngestLimits.messageBytes && (try? JSONReader.read(message.body)) == nil
    return isCut ? .tooLong : .notUnderstood
  }
}

/// Why a refused message cannot be taken again.
package enum ReplayObstacle: Error, Sendable, CaseIterable {
  /// It is longer than a message may be, or than is kept of one.
  case tooLong
  /// It could not be read, or bears another key than its source's.
  case notUnderstood
  case sourceRevoked
  /// It was taken, but for something that it asked.
  case taken

  /// A sentence's rest, after "it cannot be taken again:".
  package var detail: String {
    switch self {
    case .tooLong:
      "it was too long; of one over \(IngestLimits.keptRejectedBytes) bytes only the beginning is kept"
    case .notUnderstood: "it could not be read, or bears another key than its request"
    case .sourceRevoked: "its source was revoked"
    case .taken: "it was taken; only what its reason names was refused"
    }
  }
}

extension RejectedMessage {
  /// Whether this is kept of a message that was taken, for the sake of what was not done. Those that were refused for the
  /// same reason have a call.
  fileprivate var isOfOneTaken: Bool { call == nil && Rejection.codesOfWarnings.contains(code) }
}

/// What came of refused messages that were taken again.
package struct ReplayReport: Sendable, Equatable {
  package var accepted = 0
  /// Their sender had sent them again meanwhile.
  package var duplicates = 0
  package var rejected = 0
  /// How many cannot be taken again, and why; they stay as they are.
  package private(set) var obstacles: [ReplayObstacle: Int] = [:]

  package init() {}

  package var skipped: Int { obstacles.values.reduce(0, +) }

  package static func += (left: inout ReplayReport, right: ReplayReport) {
    left.accepted += right.accepted
    left.duplicates += right.duplicates
    left.rejected += right.rejected
    left.obstacles.merge(right.obstacles) { $0 + $1 }
  }

  mutating func skip(_ obstacle: ReplayObstacle) { obstacles[obstacle, default: 0] += 1 }

  mutating func count(_ result: MessageResult) {
    switch result {
    case .accepted: accepted += 1
    case .duplicate: duplicates += 1
    case .rejected: rejected += 1
    }
  }
}
