import SegmentModel

extension ProfileReader {
  private static let listColumns = """
    id, publicID, name, createdAt, (SELECT count(*) FROM listEntry WHERE listEntry.list = list.id)
    """

  /// Nil where there is none.
  package func list(publicID: String) throws -> ListRecord? {
    try database.statement("SELECT \(Self.listColumns) FROM list WHERE publicID = ? AND hiddenSince IS NULL")
      .first(publicID, read: Self.list)
  }

  /// Nil where there is none.
  package func list(_ id: Int64) throws -> ListRecord? {
    try database.statement("SELECT \(Self.listColumns) FROM list WHERE id = ? AND hiddenSince IS NULL")
      .first(id, read: Self.list)
  }

  /// The lists with row ids above `after`, in their order.
  package func lists(after: Int64 = 0, limit: Int) throws -> [ListRecord] {
    try database.statement(
      "SELECT \(Self.listColumns) FROM list WHERE id > ? AND hiddenSince IS NULL ORDER BY id LIMIT ?"
    ).all(after, limit, read: Self.list)
  }

  /// Public id of a list, also of one that is not to be seen; nil where there is none.
  package func listPublicID(_ id: Int64) throws -> String? {
    try database.statement("SELECT publicID FROM list WHERE id = ?").first(id) { $0.text(0) }
  }

  package func isOnList(_ list: Int64, _ contact: Int64) throws -> Bool {
    try database.statement("SELECT 1 FROM listEntry WHERE list = ? AND contact = ?")
      .first(list, contact) { _ in true } ?? false
  }

  /// Row ids of the lists that a contact is on, also of those that are not to be seen.
  package func lists(of contact: Int64) throws -> [Int64] {
    try database.statement("SELECT list FROM listEntry WHERE contact = ?").all(contact) { $0.integer(0) }
  }

  /// Row ids of the contacts on a list, above `after`, in their order.
  package func contacts(onList list: Int64, after: Int64 = 0, limit: Int) throws -> [Int64] {
    try database.statement(
      "SELECT contact FROM listEntry WHERE list = ? AND contact > ? ORDER BY contact LIMIT ?"
    ).all(list, after, limit) { $0.integer(0) }
  }

  /// Lists that were being filled or emptied when a program ended.
  func abandonedLists(now: Instant) throws -> [Int64] {
    try database.statement("SELECT id FROM list WHERE hiddenSince < ?")
      .all(now.advanced(milliseconds: -ListLimits.abandonedAfter)) { $0.integer(0) }
  }

  private static func list(_ row: SQLRow) -> ListRecord {
    ListRecord(
      id: row.integer(0), publicID: row.text(1), name: row.text(2), createdAt: row.instant(3),
      count: Int(row.integer(4)))
  }
}
