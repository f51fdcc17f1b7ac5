package import SegmentModel

/// A refused message as it is kept.
package struct KeptRejection: Sendable, Equatable {
  package var id: Int64
  package var message: RejectedMessage
}

extension ProfileReader {
  /// Refused messages, the newest first; at most `limit`.
  package func rejectedMessages(limit: Int) throws -> [RejectedMessage] {
    try rejections(limit: limit).map(\.message)
  }

  /// Refused messages, the newest first.
  /// - Parameters:
  ///   - before: the id of the last of the page before.
  ///   - code: those refused for this reason alone.
  package func rejections(before: Int64 = .max, code: String? = nil, limit: Int) throws -> [KeptRejection] {
    try database.statement("\(Self.select) WHERE id < ?1 AND (?2 IS NULL OR code = ?2) ORDER BY id DESC LIMIT ?3")
      .all(before, code, limit, read: Self.rejection)
  }

  /// Refused messages in the order in which they came.
  package func rejections(
    after: Int64, through last: Int64, code: String? = nil, limit: Int
  ) throws -> [KeptRejection] {
    try database.statement(
      "\(Self.select) WHERE id > ?1 AND id <= ?2 AND (?3 IS NULL OR code = ?3) ORDER BY id LIMIT ?4"
    ).all(after, last, code, limit, read: Self.rejection)
  }

  /// The id of the last one; 0 where there is none.
  package func lastRejection() throws -> Int64 {
    (try database.statement("SELECT max(id) FROM rejectedMessage").first { $0.optionalInteger(0) } ?? nil) ?? 0
  }

  private static let select =
    "SELECT id, receivedAt, source, code, message, body, dialect, path, proven FROM rejectedMessage"

  private static func rejection(_ row: SQLRow) -> KeptRejection {
    let call = row.optionalText(6).flatMap { dialect in
      row.optionalText(7).map { IngestCall(dialect: dialect, path: $0) }
    }
    return KeptRejection(
      id: row.integer(0),
      message: RejectedMessage(
        receivedAt: row.instant(1), source: row.optionalInteger(2), code: row.text(3), message: row.text(4),
        body: row.blob(5), call: call, proven: row.optionalInteger(8).flatMap(IdentifierCode.kind(of:))))
  }

  /// How many refused messages there are of each reason, the most frequent first.
  package func rejectionCounts() throws -> [(code: String, count: Int)] {
    try database.statement("SELECT code, count(*) FROM rejectedMessage GROUP BY code ORDER BY count(*) DESC, code")
      .all { ($0.text(0), Int($0.integer(1))) }
  }
}
