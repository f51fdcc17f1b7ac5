package import SegmentModel

/// Deletes events and visitors that are past their time, where the workspace bounds it: a walk through all contacts once
/// a day, a small transaction at a time.
package struct ExpirySweep: Sendable {
  private static let betweenWalks: Int64 = 86_400_000
  /// Events that one transaction deletes, and contacts that it removes.
  private static let deletions = Retention.rowsPerTransaction
  /// Contacts that one transaction looks at.
  private static let contacts = Retention.rowsPerTransaction

  private var lastContact: Int64 = 0
  private var nextWalk: Instant?

  package init() {}

  /// Takes one step; to be called again, with a pause, while it returns true.
  package mutating func step(_ profiles: ProfileDatabase, now: Instant) throws -> Bool {
    if let nextWalk, now < nextWalk { return false }
    let retention = try profiles.read { try $0.retention() }
    guard retention != ProfileRetention() else { return false }
    let from = lastContact
    let last = try profiles.write { transaction in
      try Self.expire(after: from, retention, at: now, in: transaction)
    }.value
    // The events of those that are gone; with none, this is one short read.
    try profiles.finishErasures()
    lastContact = last ?? 0
    if last == nil { nextWalk = now.advanced(milliseconds: Self.betweenWalks) }
    return last != nil
  }

  /// - Returns: the last contact that was looked at; nil where there are no more.
  private static func expire(
    after contact: Int64, _ retention: ProfileRetention, at now: Instant, in transaction: ProfileWriteTransaction
  ) throws -> Int64? {
    let database = transaction.database
    let visitorsBefore = retention.cutoff(.visitors, at: now)
    let eventsBefore = retention.cutoff(.events, at: now)
    let rows = try database.statement(
      """
      SELECT id, max(createdAt, ifnull(modifiedAt, createdAt), ifnull(lastSeenAt, createdAt)),
        state = ? AND NOT EXISTS (SELECT 1 FROM contactCompany WHERE contactCompany.contact = contact.id)
      FROM contact WHERE id > ? ORDER BY id LIMIT ?
      """
    ).all(ContactState.visitor.rawValue, contact, contacts) {
      (id: $0.integer(0), latest: $0.instant(1), mayGo: $0.integer(2) != 0)
    }
    var room = deletions
    for row in rows {
      if let visitorsBefore, row.mayGo, row.latest < visitorsBefore {
        guard let record = try transaction.loadContact(row.id) else { continue }
        try ContactErasure(transaction: transaction).beginRemoving(record)
        room -= 1
      } else if let eventsBefore {
        room -= try deleteEvents(of: row.id, before: eventsBefore, limit: room, in: transaction)
      }
      // The same contact again, where there may be more of it.
      if room <= 0 { return row.id - 1 }
    }
    return rows.count == contacts ? rows.last?.id : nil
  }

  /// - Returns: how many.
  private static func deleteEvents(
    of contact: Int64, before cutoff: Instant, limit: Int, in transaction: ProfileWriteTransaction
  ) throws -> Int {
    let database = transaction.database
    let events = try database.statement("SELECT id, name FROM event WHERE contact = ? AND time < ? LIMIT ?")
      .all(contact, cutoff, limit) { (id: $0.integer(0), name: $0.integer(1)) }
    let delete = try database.statement("DELETE FROM event WHERE id = ?")
    var names: Set<Int64> = []
    for event in events {
      try delete.run(event.id)
      transaction.tally.events[event.name, default: 0] -= 1
      names.insert(event.name)
    }
    for name in names.sorted() { try transaction.feed(.eventDeletion, entity: contact, name: name) }
    return events.count
  }
}
