import IndexBackend
import SegmentSync
import TrackedPropertyStore

/// Joins the profiles, with the live index before them, to what keeps segments up to date; neither knows the other.
extension IndexSnapshot: ProfileSnapshot {}

struct ProfileFollowing: ProfileSnapshots {
  let profiles: IndexedProfiles
  let doorbell: ChangeDoorbell

  func load() { profiles.load() }

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try profiles.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}
