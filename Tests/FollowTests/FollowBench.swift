import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentStore
import TestSupport
import TrackedPropertyStore

@testable import SegmentSync

// As the apps join them.
extension SQLiteSnapshot: ProfileSnapshot {}

struct Following: ProfileSnapshots {
  let backend: SQLiteBackend
  let doorbell: ChangeDoorbell

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try backend.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}

/// The two real stores in a directory of their own, a clock that stands, and a follower that takes steps when told.
final class FollowBench {
  private let directory: TemporaryDirectory
  let clock: ManualClock
  let profiles: ProfileDatabase
  let service: SegmentService
  let store: SegmentStore
  private let following: Following
  private var follower: SegmentFollower

  /// Small, so that a few writes are more than one step takes.
  private static let limits: FollowerLimits = {
    var limits = FollowerLimits()
    limits.entries = 11
    limits.touched = 6
    return limits
  }()

  init(at start: Instant) throws {
    directory = try TemporaryDirectory()
    clock = ManualClock(start)
    profiles = try ProfileDatabase(
      in: DataDirectory(path: directory.path), clock: clock, setUp: { ViewFunctions.register(on: $0) })
    following = Following(backend: SQLiteBackend(profiles: profiles), doorbell: try profiles.makeDoorbell())
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    service = SegmentService(store: store, profiles: following, clock: clock)
    follower = SegmentFollower(store: store, profiles: following, clock: clock, limits: Self.limits)
  }

  /// As after a crash: nothing in memory is left.
  func restart() {
    follower = SegmentFollower(store: store, profiles: following, clock: clock, limits: Self.limits)
  }

  /// Steps until the follower has caught up.
  func follow() throws {
    while try follower.step().isMore {}
  }
}
