import GRDB
package import SegmentModel

/// Counts and changes by time, as far back as they are kept.
extension SegmentReading {
  /// Changes that are looked at to find the count within an hour of which the last count alone is kept.
  private static let countedWithinAnHour: Int64 = 100_000

  /// How many there were just before an instant. Where the changes since the members were last taken anew are kept it
  /// is exact, but where something was told late; before, what came within the same hour of UTC is not told apart.
  /// - Returns: nil where that was before the first count that is kept.
  package func count(of segment: StoredSegment, before instant: Instant) throws -> Int64? {
    let last = instant.advanced(milliseconds: -1)
    let hour = last.milliseconds / Self.millisecondsAnHour
    if let later = try historyRow(of: segment.row, hour: hour), later.at > last,
      let net = try net(of: segment, from: instant, to: later.at)
    {
      return later.count - net
    }
    let sql = "SELECT count FROM history WHERE segment = ? AND hour <= ? AND at <= ? ORDER BY hour DESC LIMIT 1"
    return try Int64.fetchOne(
      db.cachedStatement(sql: sql), arguments: [segment.row, hour, last.milliseconds])
  }

  /// Number of the oldest kept change at or after an instant; one beyond the last where none is.
  package func firstChange(of segment: StoredSegment, at instant: Instant) throws -> Int64 {
    try firstChange(of: segment, where: { $0.at >= instant })
  }

  /// When those who have changed after an instant last did, by row id.
  package func lastChanges(in segment: StoredSegment, after instant: Instant) throws -> [Int64: Instant] {
    let first = try firstChange(of: segment, at: instant)
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT contact, max(at) AS at FROM change WHERE segment = ? AND change >= ? AND at > ? GROUP BY contact",
      arguments: [segment.row, first, instant.milliseconds])
    var changes: [Int64: Instant] = [:]
    while let row = try rows.next() { changes[row["contact"]] = row.instant("at") }
    return changes
  }

  /// The oldest kept change; nil where none is.
  package func oldestChange(of segment: Int64) throws -> MembershipChange? {
    try changes(of: segment, after: -1, limit: 1).first
  }

  /// How many entries and exits there are among changes, both numbers included. Looks at each of them.
  package func entriesAndExits(
    of segment: Int64, from first: Int64, to last: Int64
  ) throws -> (entered: Int64, left: Int64) {
    let sql = "SELECT count(*), coalesce(sum(kind), 0) FROM change WHERE segment = ? AND change BETWEEN ? AND ?"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [segment, first, last]) else {
      return (0, 0)
    }
    let (all, entered): (Int64, Int64) = (row[0], row[1])
    return (entered, all - entered)
  }

  /// Numbers have no gaps, and versions rise with them: a few rows are looked at, not all of them. Times do as well, but
  /// where something was told late, after a pause or in slices; there the place is one of several that would do.
  /// - Parameter fits: false for the oldest changes, true from some change on.
  func firstChange(
    of segment: StoredSegment, where fits: (_ change: (version: Int64, at: Instant)) -> Bool
  ) throws -> Int64 {
    var low = try firstChange(of: segment.row)
    var high = segment.lastChange + 1
    while low < high {
      let middle = low + (high - low) / 2
      guard let found = try place(of: middle, in: segment.row) else {
        throw SegmentStoreError.damaged("change \(middle) of \(segment.id) is not there")
      }
      if fits(found) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func place(of change: Int64, in segment: Int64) throws -> (version: Int64, at: Instant)? {
    let sql = "SELECT version, at FROM change WHERE segment = ? AND change = ?"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [segment, change])
      .map { ($0["version"], $0.instant("at")) }
  }

  /// What the changes from one instant to another, both included, add to the count; nil where they are not all kept,
  /// are too many, or are not all that happened.
  private func net(of segment: StoredSegment, from: Instant, to: Instant) throws -> Int64? {
    let first = try firstChange(of: segment, at: from)
    // The one before says that those after it are kept, and that the members were not taken anew among them.
    guard let before = try place(of: first - 1, in: segment.row), before.version >= segment.resetVersion else {
      return nil
    }
    let last = try firstChange(of: segment, at: to.advanced(milliseconds: 1)) - 1
    guard last - first < Self.countedWithinAnHour else { return nil }
    let (entered, left) = try entriesAndExits(of: segment.row, from: first, to: last)
    return entered - left
  }

  private func historyRow(of segment: Int64, hour: Int64) throws -> (at: Instant, count: Int64)? {
    let sql = "SELECT at, count FROM history WHERE segment = ? AND hour = ?"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [segment, hour])
      .map { ($0.instant("at"), $0["count"]) }
  }

  private static let millisecondsAnHour: Int64 = 3_600_000
}
