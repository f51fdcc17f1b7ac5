import GRDB
package import SegmentModel

/// How long things are kept; changes and counts as the workspace sets it (`RetentionSettings`).
package enum Retention {
  /// A cursor keeps to a version for 10 minutes, so a snapshot outlives its successor's making by more; in ms.
  package static let replacedSnapshots: Int64 = 15 * 60_000
  package static let attempts: Int64 = 7 * 86_400_000
  /// Messages that were set aside, from when they were decided.
  package static let deadMessages: Int64 = 30 * 86_400_000
  package static let idempotency: Int64 = 86_400_000
  /// Rows that one call of `removeOutdated` takes of each kind, so that it never holds up a commit for long.
  package static let rowsPerTransaction = 1000
}

extension SegmentWriting {
  /// Removes what is kept no longer.
  /// - Returns: whether there may be more.
  package func removeOutdated(at now: Instant) throws -> Bool {
    let before = { (age: Int64) in now.milliseconds - age }
    let retention = try retention()
    let changes = before(retention.milliseconds(.changes))
    var isMore = false
    func remove(_ sql: String, _ cutoff: Int64) throws {
      try db.execute(sql: sql, arguments: [cutoff, Retention.rowsPerTransaction])
      if db.changesCount == Retention.rowsPerTransaction { isMore = true }
    }
    try remove(
      "DELETE FROM snapshot WHERE row IN (SELECT row FROM snapshot WHERE replacedAt < ? LIMIT ?)",
      before(Retention.replacedSnapshots))
    try remove(
      "DELETE FROM attempt WHERE row IN (SELECT row FROM attempt WHERE at < ? LIMIT ?)", before(Retention.attempts))
    try remove(
      "DELETE FROM message WHERE row IN (SELECT row FROM message WHERE isDead = 1 AND createdAt < ? LIMIT ?)",
      before(Retention.deadMessages))
    try remove(
      """
      DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE at < ? LIMIT ?)
      """,
      before(Retention.idempotency))
    try remove(
      "DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE expiresAt <= ? LIMIT ?)", now.milliseconds)
    try remove(
      "DELETE FROM signInCode WHERE hash IN (SELECT hash FROM signInCode WHERE expiresAt <= ? LIMIT ?)",
      now.milliseconds)
    // Cross joins have SQLite go from the segments to their rows, and not through all rows:
    // https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join
    // The last count of each segment stays: it has held since.
    try remove(
      """
      DELETE FROM history WHERE (segment, hour) IN (SELECT h.segment, h.hour FROM segment s
        CROSS JOIN history h ON h.segment = s.row AND h.hour <= ?1 / 3600000
        WHERE h.at < ?1 AND h.hour < (SELECT max(hour) FROM history WHERE segment = s.row) LIMIT ?2)
      """,
      before(retention.milliseconds(.history)))
    try remove(
      """
      DELETE FROM subscription WHERE (endpoint, segment) IN (SELECT u.endpoint, u.segment FROM segment s
        JOIN subscription u ON u.segment = s.row
        WHERE s.deletedAt IS NOT NULL AND (u.membersWaiting = 0 OR s.deletedAt < ?) LIMIT ?)
      """,
      changes)
    for (table, key) in [("change", "change"), ("history", "hour"), ("snapshot", "version")] {
      // An endpoint may still have to be told of changes.
      try remove(
        """
        DELETE FROM \(table) WHERE (segment, \(key)) IN (SELECT t.segment, t.\(key) FROM segment s
          CROSS JOIN \(table) t ON t.segment = s.row
          WHERE s.deletedAt <= ? AND NOT EXISTS (SELECT 1 FROM subscription u WHERE u.segment = s.row) LIMIT ?)
        """,
        now.milliseconds)
    }
    if try removeChanges(before: changes) { isMore = true }
    if try compactSome(at: now, changesBefore: Instant(milliseconds: changes)) { isMore = true }
    return isMore
  }

  /// Changes that are old and not needed to get from a kept snapshot to now. They stand in the order of time, or
  /// nearly, so the oldest of each segment says whether there is anything to do. The last one stays: it says since when nothing has
  /// happened.
  private func removeChanges(before cutoff: Int64) throws -> Bool {
    let segments = try Row.fetchAll(
      db,
      sql: """
        SELECT c.segment, c.change AS first, min(s.lastChange - 1,
          coalesce((SELECT min(lastChange) FROM snapshot WHERE segment = c.segment), 0)) AS last
        FROM segment s CROSS JOIN change c ON c.segment = s.row
          AND c.change = (SELECT min(change) FROM change WHERE segment = s.row)
        WHERE c.at < ? AND c.change < s.lastChange
        """,
      arguments: [cutoff])
    var left = Retention.rowsPerTransaction
    for row in segments where left > 0 {
      let first: Int64 = row["first"]
      let last: Int64 = row["last"]
      // Not one that is old behind one that is not: that would leave a gap.
      try db.execute(
        sql: """
          DELETE FROM change WHERE segment = ?1 AND change BETWEEN ?2 AND ?3 AND change < coalesce(
            (SELECT min(change) FROM change WHERE segment = ?1 AND change BETWEEN ?2 AND ?3 AND at >= ?4), ?3 + 1)
          """,
        arguments: [row["segment"] as Int64, first, min(first + Int64(left) - 1, last), cutoff])
      left -= db.changesCount
    }
    return left <= 0
  }
}
