import GRDB
import SegmentModel

/// How far the changes may run ahead of the newest snapshot.
///
/// The follower keeps one itself whenever 10,000 changes have come since (`FollowerLimits.changesPerSnapshot`). Here
/// segments get theirs that have fewer and are quiet: after each round of maintenance a start reads at most
/// `changesPerSnapshot` changes a segment, or one for each `bytesPerChange` bytes of its snapshot where that is more, and
/// no change is kept beyond its time only because the newest snapshot is older.
package enum Compaction {
  package static let changesPerSnapshot: Int64 = 1000
  /// A snapshot is not written for less than about its own size in changes, so that what is written stays in
  /// proportion to what happens.
  package static let bytesPerChange: Int64 = 64
  /// Segments of one call of `removeOutdated`: each takes some milliseconds.
  static let segmentsPerTransaction = 4
}

extension SegmentWriting {
  /// Keeps snapshots of a few segments that have many changes since their last, or one from before `cutoff`.
  /// - Returns: false where there is none such.
  func compactSome(at now: Instant, changesBefore cutoff: Instant) throws -> Bool {
    let found = try Row.fetchAll(
      db,
      sql: """
        SELECT s.row, s.lastChange FROM segment s JOIN snapshot p ON p.segment = s.row AND p.replacedAt IS NULL
        WHERE s.deletedAt IS NULL AND s.lastChange > p.lastChange AND (
          s.lastChange - p.lastChange > max(?, length(p.members) / ?)
          OR (SELECT at FROM change WHERE segment = s.row AND change = p.lastChange + 1) < ?)
        LIMIT ?
        """,
      arguments: [
        Compaction.changesPerSnapshot, Compaction.bytesPerChange, cutoff.milliseconds,
        Compaction.segmentsPerTransaction,
      ])
    let version = try service().version
    var isAny = false
    for row in found {
      let (segment, lastChange): (Int64, Int64) = (row["row"], row["lastChange"])
      guard let members = try members(of: segment, at: version) else { continue }
      try keep(members, of: segment, lastChange: lastChange, at: now, version: version)
      isAny = true
    }
    return isAny
  }
}
