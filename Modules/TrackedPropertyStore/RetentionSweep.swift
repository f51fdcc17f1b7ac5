import GRDB
package import SegmentModel

/// Deletes what is past its 7 days, and the message keys of those who are erased, a small transaction at a time.
///
/// The message keys have no order by time: the sweep walks through them, over and over, and remembers
/// where it is. `claim` does not count a key that the sweep has yet to delete.
package struct RetentionSweep: Sendable {
  private var lastKey: [UInt8] = []

  package init() {}

  /// Takes one step; to be called again, with a pause, while it returns true.
  package mutating func step(_ profiles: ProfileDatabase, now: Instant) throws -> Bool {
    let oldest = now.milliseconds - Retention.milliseconds
    let key = lastKey
    let result = try profiles.write { transaction in
      let database = transaction.database
      let limit = Retention.rowsPerTransaction
      try database.statement(
        """
        DELETE FROM feed WHERE position IN (
          SELECT position FROM feed WHERE position < (SELECT max(position) FROM feedMark WHERE hour <= ?)
          ORDER BY position LIMIT ?)
        """
      ).run(oldest / FeedTable.millisecondsAnHour - 1, limit)
      let feed = database.changesCount
      try database.statement("DELETE FROM erasedContact WHERE position < (SELECT min(position) FROM feed)").run()
      try database.statement("DELETE FROM deletedCompany WHERE position < (SELECT min(position) FROM feed)").run()
      // The mark that bounds what was deleted stays until it is the last but one.
      try database.statement(
        "DELETE FROM feedMark WHERE hour < (SELECT max(hour) FROM feedMark WHERE hour <= ?)"
      ).run(oldest / FeedTable.millisecondsAnHour - 1)

      try database.statement(
        "DELETE FROM rejectedMessage WHERE id IN (SELECT id FROM rejectedMessage WHERE receivedAt < ? ORDER BY id LIMIT ?)"
      ).run(oldest, limit)
      let rejected = database.changesCount

      let keys = try database.statement(
        """
        SELECT key, receivedAt < ? OR contact IN (SELECT contact FROM erasedContact)
        FROM message WHERE key > ? ORDER BY key LIMIT ?
        """
      ).all(oldest, key, limit) { (key: $0.blob(0), isDue: $0.integer(1) != 0) }
      let delete = try database.statement("DELETE FROM message WHERE key = ?")
      for (key, isDue) in keys where isDue { try delete.run(key) }
      let next = keys.count == limit ? keys.last?.key ?? [] : []
      return (next: next, isFull: feed == limit || rejected == limit || !next.isEmpty)
    }
    lastKey = result.value.next
    return result.value.isFull
  }
}
