import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// False where this source has sent this message id within the last 7 days.
  package func claim(messageID: String, source: Int64?, receivedAt: Instant) throws -> Bool {
    // A key past its time may still be there, until a sweep comes by.
    try database.statement(
      """
      INSERT INTO message (key, receivedAt) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET receivedAt = excluded.receivedAt
      WHERE receivedAt < excluded.receivedAt - \(Retention.milliseconds)
      """
    ).run(MessageKey.key(messageID: messageID, source: source), receivedAt)
    return database.changesCount > 0
  }

  /// Keeps a refused message with its reason, for 7 days.
  package func reject(_ message: RejectedMessage) throws {
    let body = Array(message.body.prefix(Retention.maximumRejectedBytes))
    try database.statement(
      """
      INSERT INTO rejectedMessage (receivedAt, source, code, message, body, dialect, path, proven)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      message.receivedAt, message.source, message.code, message.message, body, message.call?.dialect,
      message.call?.path, message.proven.map(IdentifierCode.code(of:)))
    if database.lastInsertedRowID % Retention.rejectedBetweenLooks == 0 {
      try keepRejected(atMost: Retention.maximumRejectedMessages)
    }
  }

  /// Deletes the oldest refused messages. They are counted, since ids have gaps where messages were taken again.
  func keepRejected(atMost count: Int64) throws {
    let span = try database.statement("SELECT ifnull(max(id) - min(id), 0) FROM rejectedMessage")
      .first { $0.integer(0) }
    guard let span, span >= count else { return }
    try database.statement(
      """
      DELETE FROM rejectedMessage
      WHERE id <= (SELECT id FROM rejectedMessage ORDER BY id DESC LIMIT 1 OFFSET ?)
      """
    ).run(count)
  }

  /// Takes a refused message off the list. False where it is not on it any more.
  package func discardRejected(_ id: Int64) throws -> Bool {
    try database.statement("DELETE FROM rejectedMessage WHERE id = ?").run(id)
    return database.changesCount > 0
  }
}
