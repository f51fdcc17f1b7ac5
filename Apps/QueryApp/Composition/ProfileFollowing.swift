import SQLiteBackend
import SegmentSync
import TrackedPropertyStore

/// Joins the profiles in SQLite to what keeps segments up to date; neither knows the other.
extension SQLiteSnapshot: ProfileSnapshot {}

struct ProfileFollowing: ProfileSnapshots {
  let backend: SQLiteBackend
  let doorbell: ChangeDoorbell

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try backend.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}
