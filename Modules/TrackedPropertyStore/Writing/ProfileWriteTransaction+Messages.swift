import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// Whether a message of this id from this source was taken at this instant or later, for 7 days back.
  package func isTaken(messageID: String, source: Int64?, since oldest: Instant) throws -> Bool {
    // The key of somebody erased may still be there, until a sweep comes by.
    try database.statement(
      """
      SELECT 1 FROM message WHERE key = ? AND receivedAt >= ?
      AND NOT EXISTS (SELECT 1 FROM erasedContact WHERE erasedContact.contact = message.contact)
      """
    ).first(MessageKey.key(messageID: messageID, source: source), oldest) { _ in true } ?? false
  }

  /// Keeps for 7 days that a message of this id was taken.
  /// - Parameter contact: whose it was, with whom it is erased; nil for a company's.
  package func noteTaken(messageID: String, source: Int64?, receivedAt: Instant, contact: Int64?) throws {
    try database.statement("INSERT OR REPLACE INTO message (key, receivedAt, contact) VALUES (?, ?, ?)")
      .run(MessageKey.key(messageID: messageID, source: source), receivedAt, contact)
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
