import FilterCompiler
import IndexBackend
import SQLiteBackend
import SegmentModel
import SegmentStore
import TestSupport
import TrackedPropertyStore

@testable import SegmentSync

// As the apps join them.
extension SQLiteSnapshot: ProfileSnapshot {}
extension IndexSnapshot: ProfileSnapshot {}

struct FollowingInSQLite: ProfileSnapshots {
  let backend: SQLiteBackend
  let doorbell: ChangeDoorbell

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try backend.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}

struct FollowingByIndex: ProfileSnapshots {
  let profiles: IndexedProfiles
  let doorbell: ChangeDoorbell

  func load() { profiles.load() }

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try profiles.read { try body($0) }
  }

  func dataVersion() throws -> Int64 { try doorbell.dataVersion() }
}

/// The two real stores in a directory of their own, a clock that stands, and a follower that takes steps when told.
final class FollowBench {
  private let directory: TemporaryDirectory
  let clock: ManualClock
  let profiles: ProfileDatabase
  /// Evaluates afresh in SQLite, whoever follows.
  let service: SegmentService
  let store: SegmentStore
  private let isByIndex: Bool
  private(set) var following: any ProfileSnapshots
  private var follower: SegmentFollower

  /// Small, so that a few writes are more than one step takes.
  private static let limits: FollowerLimits = {
    var limits = FollowerLimits()
    limits.entries = 11
    limits.touched = 6
    return limits
  }()

  /// - Parameter isByIndex: whether the live index evaluates for the follower, or SQLite.
  init(at start: Instant, isByIndex: Bool) throws {
    self.isByIndex = isByIndex
    directory = try TemporaryDirectory()
    clock = ManualClock(start)
    profiles = try ProfileDatabase(
      in: DataDirectory(path: directory.path), clock: clock, setUp: { ViewFunctions.register(on: $0) })
    let sqlite = FollowingInSQLite(
      backend: SQLiteBackend(profiles: profiles), doorbell: try profiles.makeDoorbell())
    following = isByIndex ? try Self.byIndex(profiles) : sqlite
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    service = SegmentService(store: store, profiles: sqlite, clock: clock)
    follower = SegmentFollower(store: store, profiles: following, clock: clock, limits: Self.limits)
  }

  private static func byIndex(_ profiles: ProfileDatabase) throws -> any ProfileSnapshots {
    let following = FollowingByIndex(
      profiles: IndexedProfiles(profiles, memoryLimit: 1 << 30), doorbell: try profiles.makeDoorbell())
    following.load()
    return following
  }

  /// As after a crash: nothing in memory is left.
  func restart() throws {
    if isByIndex { following = try Self.byIndex(profiles) }
    follower = SegmentFollower(store: store, profiles: following, clock: clock, limits: Self.limits)
  }

  /// Steps until the follower has caught up.
  func follow() throws {
    while try follower.step().isMore {}
  }
}
