package import SegmentModel

extension ProfileReader {
  /// Counts what there is; takes some 20 ms for a million contacts.
  package func status() throws -> ProfileStatus {
    ProfileStatus(
      contacts: try count("SELECT count(*) FROM contact"), companies: try count("SELECT count(*) FROM company"),
      events: try count("SELECT coalesce(sum(events), 0) FROM eventName"),
      propertyNames: try count("SELECT count(*) FROM propertyName"),
      eventNames: try count("SELECT count(*) FROM eventName"),
      rejectedMessages: try count("SELECT count(*) FROM rejectedMessage"), feedPosition: try feedPosition(),
      firstFeedCursor: try firstFeedCursor())
  }

  /// What `PRAGMA integrity_check` finds, 100 problems at most. Reads the whole file, and holds up checkpoints meanwhile.
  package func integrityProblems() throws -> [String] {
    try database.statement("PRAGMA integrity_check").all { $0.text(0) }.filter { $0 != "ok" }
  }

  /// How many contacts or companies there are; takes some 20 ms for a million.
  package func count(ofCompanies: Bool) throws -> Int {
    try count(ofCompanies ? "SELECT count(*) FROM company" : "SELECT count(*) FROM contact")
  }

  /// Random id of this file, made with it.
  package func instance() throws -> String {
    let bytes = try database.statement("SELECT value FROM meta WHERE key = ?")
      .first(ProfileMigrations.Meta.instance) { $0.blob(0) }
    guard let bytes else { throw ProfileStoreError.damaged(table: "meta", id: 0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A setting of the workspace; nil where it was never set.
  package func setting(_ key: String) throws -> String? {
    try database.statement("SELECT value FROM setting WHERE key = ?").first(key) { $0.text(0) }
  }

  /// In the order of their making, revoked ones among them.
  package func sources() throws -> [SourceListing] {
    try database.statement("SELECT \(SourceRow.columns) FROM source ORDER BY id").all(read: SourceRow.listing)
  }

  /// The source that a write key belongs to, revoked or not.
  package func source(writeKey: String) throws -> Source? {
    try database.statement("SELECT \(SourceRow.columns) FROM source WHERE keyHash = ?")
      .first(WriteKey.hash(of: writeKey), read: SourceRow.source)
  }

  /// The newest first; at most `limit`.
  package func rejectedMessages(limit: Int) throws -> [RejectedMessage] {
    try database.statement(
      "SELECT receivedAt, source, code, message, body FROM rejectedMessage ORDER BY id DESC LIMIT ?"
    ).all(limit) { row in
      RejectedMessage(
        receivedAt: row.instant(0), source: row.optionalInteger(1), code: row.text(2), message: row.text(3),
        body: row.blob(4))
    }
  }

  private func count(_ sql: String) throws -> Int {
    try Int(database.statement(sql).first { $0.integer(0) } ?? 0)
  }
}
