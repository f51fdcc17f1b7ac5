import GRDB
import SegmentModel

/// Erases contacts: in a first transaction everything but the events, which go in slices after it.
///
/// What is deleted is overwritten (`PRAGMA secure_delete`), in the write-ahead log too once it has been
/// checkpointed. Message keys, which are hashes, count no more from the first transaction on, and the next round of
/// `RetentionSweep` deletes them. The change feed holds the row id alone.
struct ContactErasure {
  let transaction: ProfileWriteTransaction

  private var database: Database { transaction.database }

  /// Removes the contact from sight and puts its identifiers on the suppression list.
  /// - Parameter searched: whose refused messages are gone already, and up to which of them.
  /// - Throws: `ProfileStoreError.contactMissing`.
  func begin(_ id: Int64, searched: SearchedRejections = SearchedRejections()) throws {
    guard let contact = try transaction.loadContact(id) else { throw ProfileStoreError.contactMissing(id) }
    for identifier in contact.identifiers { try transaction.suppress(identifier) }
    // Whom it has been merged with meanwhile was not searched for.
    var rest = searched
    if !Set(contact.identifiers).isSubset(of: searched.identifiers) { rest.last = 0 }
    rest.identifiers = Set(contact.identifiers)
    while try removeRejectedMessages(&rest) {}
    try remove(contact, reason: .erased)
  }

  /// Removes a contact that nobody has asked to erase: it may come back.
  func beginRemoving(_ contact: ContactRecord) throws { try remove(contact, reason: .expired) }

  private enum Reason: Int64 {
    case erased = 0
    case expired = 1
  }

  private func remove(_ contact: ContactRecord, reason: Reason) throws {
    let id = contact.id
    try transaction.removeLinks(where: "contact", is: id)
    for table in ["identifier", "listEntry"] {
      try database.statement("DELETE FROM \(table) WHERE contact = ?").run(id)
    }
    try transaction.removeRow(contact)
    try database.statement("INSERT OR IGNORE INTO erasure (contact) VALUES (?)").run(id)
    try tell(ofContact: id, publicID: contact.publicID, reason)
    // Those who were merged into it are erased with it: whoever follows the feed has them to forget as well.
    let merged = try database.statement("SELECT loser, publicID FROM mergedContact WHERE winner = ?")
      .all(id) { ($0.integer(0), $0.text(1)) }
    for (loser, publicID) in merged { try tell(ofContact: loser, publicID: publicID, reason) }
    try database.statement("DELETE FROM mergedContact WHERE winner = ?").run(id)
  }

  /// The feed tells of it, and for as long as it does the random id is known.
  private func tell(ofContact id: Int64, publicID: String, _ reason: Reason) throws {
    try transaction.feed(.contactDeletion, entity: id, item: reason == .erased ? nil : reason.rawValue)
    try database.statement("INSERT OR REPLACE INTO erasedContact (contact, publicID, position) VALUES (?, ?, ?)")
      .run(id, publicID, database.lastInsertedRowID)
  }

  /// Deletes some events of a contact that is being erased.
  /// - Returns: whether there may be more; the last call takes the contact off the list of those to be erased.
  func continueErasing(_ id: Int64) throws -> Bool {
    let events = try database.statement("SELECT id, name FROM event WHERE contact = ? LIMIT ?")
      .all(id, Retention.rowsPerTransaction) { ($0.integer(0), $0.integer(1)) }
    let delete = try database.statement("DELETE FROM event WHERE id = ?")
    for (event, name) in events {
      try delete.run(event)
      transaction.tally.events[name, default: 0] -= 1
    }
    if events.count == Retention.rowsPerTransaction { return true }
    try database.statement("DELETE FROM erasure WHERE contact = ?").run(id)
    return false
  }

  /// Contacts of which events are still to go, as after a crash.
  func pending() throws -> [Int64] {
    try database.statement("SELECT contact FROM erasure LIMIT 100").all { $0.integer(0) }
  }

  /// Deletes refused messages that name a contact, of the next `Retention.rowsPerTransaction`.
  /// - Returns: whether there may be more.
  func removeRejectedMessages(_ searched: inout SearchedRejections) throws -> Bool {
    let mentions = IdentifierMentions(of: searched.identifiers, namesOfIDs: searched.namesOfIDs)
    let delete = try database.statement("DELETE FROM rejectedMessage WHERE id = ?")
    var rows = 0
    var found: [Int64] = []
    try database.statement("SELECT id, body FROM rejectedMessage WHERE id > ? ORDER BY id LIMIT ?")
      .each(searched.last, Retention.rowsPerTransaction) { row in
        rows += 1
        searched.last = row.integer(0)
        if mentions.areIn(row.blob(1)) { found.append(row.integer(0)) }
      }
    for id in found { try delete.run(id) }
    return rows == Retention.rowsPerTransaction
  }
}

/// How far refused messages have been searched for a contact.
struct SearchedRejections: Sendable {
  var identifiers: Set<Identifier> = []
  /// As of `ProfileDatabase.eraseContact`.
  var namesOfIDs: Set<String> = []
  /// The id of the last one.
  var last: Int64 = 0
}
