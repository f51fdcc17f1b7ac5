import GRDB
import SegmentModel

extension ProfileWriteTransaction {
  /// Stores a list that nobody sees yet.
  /// - Throws: `ProfileStoreError.tooManyLists`.
  func insertList(named name: String, now: Instant) throws -> Int64 {
    let count = try database.statement("SELECT count(*) FROM list").first { $0.integer(0) } ?? 0
    guard count < ListLimits.lists else { throw ProfileStoreError.tooManyLists }
    try database.statement("INSERT INTO list (publicID, name, createdAt, hiddenSince) VALUES (?, ?, ?, ?)")
      .run(PublicID.list.make(), name, now, now)
    return database.lastInsertedRowID
  }

  /// Says that a list is still being filled.
  func keepHidden(_ id: Int64, now: Instant) throws {
    try database.statement("UPDATE list SET hiddenSince = ? WHERE id = ?").run(now, id)
  }

  func showList(_ id: Int64) throws {
    try database.statement("UPDATE list SET hiddenSince = NULL WHERE id = ?").run(id)
  }

  /// - Throws: `ProfileStoreError.listMissing`, also where it is hidden already.
  func hideList(_ id: Int64, now: Instant) throws {
    try database.statement("UPDATE list SET hiddenSince = ? WHERE id = ? AND hiddenSince IS NULL").run(now, id)
    if database.changesCount == 0 { throw ProfileStoreError.listMissing(id) }
  }

  /// - Throws: `ProfileStoreError.listMissing`.
  func requireList(_ id: Int64) throws {
    let list = try database.statement("SELECT 1 FROM list WHERE id = ? AND hiddenSince IS NULL")
    if try list.first(id, read: { _ in true }) == nil { throw ProfileStoreError.listMissing(id) }
  }

  /// - Returns: how many were not on it. One that was merged stands for the contact that it went into; one that is gone
  ///   is passed over.
  func add(_ contacts: some Sequence<Int64>, toList list: Int64) throws -> Int {
    let insert = try database.statement(
      "INSERT OR IGNORE INTO listEntry (list, contact) SELECT ?, id FROM contact WHERE id = ?")
    let exists = try database.statement("SELECT 1 FROM contact WHERE id = ?")
    let winner = try database.statement("SELECT winner FROM mergedContact WHERE loser = ?")
    var added = 0
    for contact in contacts {
      var contact = contact
      if try exists.first(contact, read: { _ in true }) == nil {
        guard let other = try winner.first(contact, read: { $0.integer(0) }) else { continue }
        contact = other
      }
      try insert.run(list, contact)
      guard database.changesCount > 0 else { continue }
      added += 1
      try feed(.list, entity: contact, item: list)
    }
    return added
  }

  /// - Returns: how many were on it.
  func remove(_ contacts: some Sequence<Int64>, fromList list: Int64) throws -> Int {
    let delete = try database.statement("DELETE FROM listEntry WHERE list = ? AND contact = ?")
    var removed = 0
    for contact in contacts {
      try delete.run(list, contact)
      guard database.changesCount > 0 else { continue }
      removed += 1
      try feed(.list, entity: contact, item: list)
    }
    return removed
  }

  /// Takes some contacts off a hidden list.
  /// - Returns: whether there may be more; the last call removes the list itself.
  func continueEmptying(_ list: Int64) throws -> Bool {
    let contacts = try reader.contacts(onList: list, limit: Retention.rowsPerTransaction)
    _ = try remove(contacts, fromList: list)
    if contacts.count == Retention.rowsPerTransaction { return true }
    try database.statement("DELETE FROM list WHERE id = ? AND hiddenSince IS NOT NULL").run(list)
    return false
  }
}
