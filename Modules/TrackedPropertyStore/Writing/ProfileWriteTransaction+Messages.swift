import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// Keeps for 7 days that a message of this id was taken from this source.
  /// - Parameter contact: whose it is, with whom it is erased; nil for a company's and for one of nobody yet.
  /// - Returns: false where one was taken at `oldest` or later, and of nobody erased.
  package func claim(
    messageID: String, source: Int64?, receivedAt: Instant, since oldest: Instant, contact: Int64?
  ) throws -> Bool {
    // A key that counts no more may still be there, until a sweep comes by.
    try database.statement(
      """
      INSERT INTO message (key, receivedAt, contact) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET receivedAt = excluded.receivedAt, contact = excluded.contact
      WHERE receivedAt < ? OR EXISTS (SELECT 1 FROM erasedContact WHERE erasedContact.contact = message.contact)
      """
    ).run(MessageKey.key(messageID: messageID, source: source), receivedAt, contact, oldest)
    return database.changesCount > 0
  }

  /// Says whose a message is that was claimed.
  package func setContact(_ contact: Int64, ofMessage messageID: String, source: Int64?) throws {
    try database.statement("UPDATE message SET contact = ? WHERE key = ?")
      .run(contact, MessageKey.key(messageID: messageID, source: source))
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
