import GRDB
import SegmentModel

/// One open transaction over contacts, companies and events. Not to be kept beyond it, nor used from
/// another thread.
package final class ProfileWriteTransaction {
  let database: Database
  let writer: ProfileWriter
  var tally = NameTally()

  /// The first and last position that this transaction gave to the change feed.
  private var positions: ClosedRange<Int64>?

  init(database: Database, writer: ProfileWriter) {
    self.database = database
    self.writer = writer
  }

  /// What is stored as this transaction sees it, with names of its own: some of them may never be committed.
  package var reader: ProfileReader { ProfileReader(database: database, names: ReadNames()) }

  /// Undoes what `body` did where it throws, and lets the rest of the transaction go on.
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    let before = (tally, positions)
    writer.names.beginMaking()
    try database.statement("SAVEPOINT message").run()
    do {
      let value = try body()
      try database.statement("RELEASE message").run()
      return value
    } catch {
      (tally, positions) = before
      writer.forgetSavepoint()
      try database.statement("ROLLBACK TO message").run()
      try database.statement("RELEASE message").run()
      throw error
    }
  }

  /// Appends to the change feed.
  /// - Parameter name: the id of an event's name for an event, of a property's else.
  func feed(_ kind: ChangeFeedEntry.Kind, entity: Int64, name: Int64? = nil, item: Int64? = nil) throws {
    try database.statement("INSERT INTO feed (kind, entity, name, item) VALUES (?, ?, ?, ?)")
      .run(kind.rawValue, entity, name, item)
    let position = database.lastInsertedRowID
    positions = (positions?.lowerBound ?? position)...position
  }

  /// Writes what is written once a transaction.
  /// - Returns: the position of the change feed.
  func finish(now: Instant) throws -> Int64 {
    let addHolders = try database.statement("UPDATE propertyName SET holders = holders + ? WHERE id = ?")
    for (name, difference) in tally.holders where difference != 0 { try addHolders.run(difference, name) }
    let addEvents = try database.statement("UPDATE eventName SET events = events + ? WHERE id = ?")
    for (name, difference) in tally.events where difference != 0 { try addEvents.run(difference, name) }
    guard let positions else {
      return try FeedTable.lastPosition(in: database)
    }
    let hour = FeedTable.hour(of: now)
    if hour != writer.markedHour {
      try database.statement("INSERT OR IGNORE INTO feedMark (hour, position) VALUES (?, ?)")
        .run(hour, positions.lowerBound)
      writer.markedHour = hour
    }
    return positions.upperBound
  }
}
