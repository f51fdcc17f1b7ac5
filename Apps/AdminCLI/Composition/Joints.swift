import EventIngest
import SQLiteBackend
import SegmentSync
import TrackedPropertyStore

// Joins modules that do not know each other: the profiles are what ingest writes to and what segments are made from.
extension ProfileDatabase: ProfileLog {}

extension ProfileDraft: ProfileLog {}

extension ProfileWriteTransaction: ProfileTransaction {}

extension SQLiteSnapshot: ProfileSnapshot {}

/// Where the segment service gets its snapshots from.
struct ProfileFollowing: ProfileSnapshots {
  let backend: SQLiteBackend
  let doorbell: ChangeDoorbell

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try backend.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}
