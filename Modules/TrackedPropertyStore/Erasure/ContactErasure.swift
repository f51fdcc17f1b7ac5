import GRDB
import SegmentModel

/// Erases contacts: in a first transaction everything but the events, which go in slices after it.
///
/// What is deleted is overwritten (`PRAGMA secure_delete`), in the write-ahead log too once it has been
/// checkpointed. Message keys stay for their 7 days: they are hashes that lead to nobody. The change feed
/// holds the row id alone.
struct ContactErasure {
  let transaction: ProfileWriteTransaction

  private var database: Database { transaction.database }

  /// Removes the contact from sight and puts its identifiers on the suppression list.
  /// - Throws: `ProfileStoreError.contactMissing`.
  func begin(_ id: Int64) throws {
    guard let contact = try transaction.loadContact(id) else { throw ProfileStoreError.contactMissing(id) }
    for identifier in contact.identifiers { try transaction.suppress(identifier) }
    try removeRejectedMessages(naming: contact.identifiers)
    try transaction.removeLinks(where: "contact", is: id)
    for table in ["identifier", "listEntry"] {
      try database.statement("DELETE FROM \(table) WHERE contact = ?").run(id)
    }
    try transaction.removeRow(contact)
    try database.statement("INSERT OR IGNORE INTO erasure (contact) VALUES (?)").run(id)
    try tell(ofContact: id, publicID: contact.publicID)
    // Those who were merged into it are erased with it: whoever follows the feed has them to forget as well.
    let merged = try database.statement("SELECT loser, publicID FROM mergedContact WHERE winner = ?")
      .all(id) { ($0.integer(0), $0.text(1)) }
    for (loser, publicID) in merged { try tell(ofContact: loser, publicID: publicID) }
    try database.statement("DELETE FROM mergedContact WHERE winner = ?").run(id)
  }

  /// The feed tells of it, and for as long as it does the random id is known.
  private func tell(ofContact id: Int64, publicID: String) throws {
    try transaction.feed(.contactDeletion, entity: id)
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

  /// A refused message belongs to a contact when an identifier of the contact stands in it as a string; in one that
  /// could not be read, which is kept as the string of its text, as a string within the string.
  private func removeRejectedMessages(naming identifiers: [Identifier]) throws {
    let delete = try database.statement("DELETE FROM rejectedMessage WHERE instr(body, ?) > 0")
    for identifier in identifiers {
      let text = JSONValue.string(identifier.value).text
      try delete.run(Array(text.utf8))
      try delete.run(Array(JSONValue.string(text).text.utf8.dropFirst().dropLast()))
    }
  }
}
