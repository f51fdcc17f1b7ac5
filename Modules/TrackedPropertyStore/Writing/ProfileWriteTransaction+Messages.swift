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
    try database.statement("DELETE FROM rejectedMessage WHERE id <= ?")
      .run(database.lastInsertedRowID - Retention.maximumRejectedMessages)
  }

  /// Takes a refused message off the list. False where it is not on it any more.
  package func discardRejected(_ id: Int64) throws -> Bool {
    try database.statement("DELETE FROM rejectedMessage WHERE id = ?").run(id)
    return database.changesCount > 0
  }
}
