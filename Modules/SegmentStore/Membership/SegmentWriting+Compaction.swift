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
}

extension SegmentWriting {
  /// Keeps a snapshot of one segment that has many changes since its last, or one from before `cutoff`.
  /// - Returns: false where there is none such.
  func compactOne(at now: Instant, changesBefore cutoff: Instant) throws -> Bool {
    let found = try Row.fetchOne(
      db,
      sql: """
        SELECT s.row, s.lastChange FROM segment s JOIN snapshot p ON p.segment = s.row AND p.replacedAt IS NULL
        WHERE s.deletedAt IS NULL AND s.lastChange > p.lastChange AND (
          s.lastChange - p.lastChange > max(?, length(p.members) / ?)
          OR (SELECT at FROM change WHERE segment = s.row AND change = p.lastChange + 1) < ?)
        LIMIT 1
        """,
      arguments: [Compaction.changesPerSnapshot, Compaction.bytesPerChange, cutoff.milliseconds])
    guard let found else { return false }
    let (segment, lastChange): (Int64, Int64) = (found["row"], found["lastChange"])
    let version = try service().version
    guard let members = try members(of: segment, at: version) else { return false }
    try keep(members, of: segment, lastChange: lastChange, at: now, version: version)
    return true
  }
}
