import Foundation
import GRDB
package import SegmentModel

extension SegmentReading {
  /// Everyone of a content type, as last committed; nil before the first step.
  package func total(of contentType: ContentType) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT count FROM total WHERE contentType = ?"), arguments: [contentType.rawValue])
  }

  /// The members at a version.
  /// - Returns: nil where what is kept does not reach back so far, or the segment was not built by then.
  package func members(of segment: Int64, at version: Int64) throws -> Bitmap? {
    let sql =
      "SELECT members, lastChange FROM snapshot WHERE segment = ? AND version <= ? ORDER BY version DESC LIMIT 1"
    guard let row = try Row.fetchOne(db, sql: sql, arguments: [segment, version]) else { return nil }
    let data: Data = row["members"]
    var members: Bitmap
    do {
      members = try Bitmap(bytes: [UInt8](data))
    } catch {
      throw SegmentStoreError.damaged("\(error)")
    }
    let changes = try Row.fetchCursor(
      db, sql: "SELECT contact, kind, version FROM change WHERE segment = ? AND change > ? ORDER BY change",
      arguments: [segment, row["lastChange"] as Int64])
    while let change = try changes.next(), (change["version"] as Int64) <= version {
      let contact: Int64 = change["contact"]
      if change["kind"] as Int64 == 1 { members.insert(contact) } else { members.remove(contact) }
    }
    return members
  }

  /// Changes after a number, in order.
  package func changes(of segment: Int64, after change: Int64, limit: Int) throws -> [MembershipChange] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM change WHERE segment = ? AND change > ? ORDER BY change LIMIT ?",
      arguments: [segment, change, limit]
    ).map(MembershipChange.init)
  }

  /// Number of the oldest change that is kept; one beyond the last where none is.
  package func firstChange(of segment: Int64) throws -> Int64 {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT coalesce((SELECT min(change) FROM change WHERE segment = ?1),
          (SELECT lastChange + 1 FROM segment WHERE row = ?1), 1)
        """,
      arguments: [segment]) ?? 1
  }

  /// Number of the oldest kept change that is later than a version; one beyond the last where none is.
  package func firstChange(of segment: StoredSegment, laterThan version: Int64) throws -> Int64 {
    try firstChange(of: segment, where: { $0.version > version })
  }

  /// The newest change that a contact made, among those that are kept.
  package func lastChange(of contact: Int64, in segment: Int64) throws -> MembershipChange? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM change WHERE segment = ? AND contact = ? ORDER BY change DESC LIMIT 1",
      arguments: [segment, contact]
    ).map(MembershipChange.init)
  }

  /// Number of changes since the newest snapshot.
  package func changesSinceSnapshot(of segment: Int64) throws -> Int64 {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT s.lastChange - coalesce((SELECT lastChange FROM snapshot WHERE segment = s.row
          ORDER BY version DESC LIMIT 1), 0) FROM segment s WHERE s.row = ?
        """,
      arguments: [segment]) ?? 0
  }

  /// The last count of each hour in which it changed, oldest first.
  package func history(of segment: Int64, from: Instant, to: Instant) throws -> [(at: Instant, count: Int64)] {
    try Row.fetchAll(
      db, sql: "SELECT at, count FROM history WHERE segment = ? AND at BETWEEN ? AND ? ORDER BY hour",
      arguments: [segment, from.milliseconds, to.milliseconds]
    ).map { ($0.instant("at"), $0["count"]) }
  }
}

extension MembershipChange {
  init(_ row: Row) throws {
    self.init(
      change: row["change"], contact: row["contact"], publicID: row["publicID"],
      kind: row["kind"] as Int64 == 1 ? .entered : .left, cause: try row.word("cause"), at: row.instant("at"),
      version: row["version"])
  }
}
