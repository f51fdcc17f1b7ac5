import FilterCompiler
import IndexBackend
import SQLiteBackend
import SegmentModel
import SegmentStore
import Synchronization
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
  /// Nil where SQLite evaluates for the follower.
  private(set) var index: IndexedProfiles?
  private let limits: FollowerLimits
  private(set) var following: any ProfileSnapshots
  private var follower: SegmentFollower
  let standing = SyncStanding()

  /// Small, so that a few writes are more than one step takes.
  static let smallLimits: FollowerLimits = {
    var limits = FollowerLimits()
    limits.entries = 11
    limits.touched = 6
    limits.related = 2
    return limits
  }()

  /// - Parameter isByIndex: whether the live index evaluates for the follower, or SQLite.
  init(at start: Instant, isByIndex: Bool, limits: FollowerLimits = smallLimits) throws {
    self.limits = limits
    directory = try TemporaryDirectory()
    clock = ManualClock(start)
    profiles = try ProfileDatabase(
      in: DataDirectory(path: directory.path), clock: clock, setUp: { ViewFunctions.register(on: $0) })
    let sqlite = FollowingInSQLite(
      backend: SQLiteBackend(profiles: profiles), doorbell: try profiles.makeDoorbell())
    following = sqlite
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    service = SegmentService(store: store, profiles: sqlite, clock: clock, standing: standing)
    follower = SegmentFollower(
      store: store, profiles: following, clock: clock, limits: limits, standing: standing)
    if isByIndex {
      try loadIndex()
      follower = SegmentFollower(
        store: store, profiles: following, clock: clock, limits: limits, standing: standing)
    }
  }

  /// Where `saveIndex` puts it.
  var indexFile: SavedIndex { SavedIndex(path: directory.path(of: "index/live.index")) }

  /// - Returns: what was reported.
  @discardableResult
  private func loadIndex() throws -> [IndexNotice] {
    let notices = Mutex<[IndexNotice]>([])
    let index = IndexedProfiles(profiles, memoryLimit: 1 << 30, file: indexFile) { notice in
      notices.withLock { $0.append(notice) }
    }
    following = FollowingByIndex(profiles: index, doorbell: try profiles.makeDoorbell())
    index.load()
    self.index = index
    return notices.withLock { $0 }
  }

  /// From which the next restart begins.
  func saveIndex() { index?.save(givesWay: false) }

  /// As after a crash: nothing in memory is left.
  /// - Returns: what the index reported.
  @discardableResult
  func restart() throws -> [IndexNotice] {
    let notices = index == nil ? [] : try loadIndex()
    follower = SegmentFollower(
      store: store, profiles: following, clock: clock, limits: limits, standing: standing)
    return notices
  }

  /// Removes visitors that have not changed for longer.
  func expireVisitors(afterDays days: Int) throws {
    var mistakes = MistakeCollector()
    let members = [JSONMember("visitorsRetentionDays", .number(Double(days)))]
    if let object = JSONObjectReader(.object(members), at: .root, known: ProfileRetentionPatch.keys, &mistakes) {
      let patch = ProfileRetentionPatch(object, &mistakes)
      _ = try profiles.write { try patch.write(to: $0) }
    }
    var sweep = ExpirySweep()
    while try sweep.step(profiles, now: clock.now) {}
  }

  /// Steps until the follower has caught up.
  func follow() throws {
    while try step().isMore {}
  }

  func step() throws -> FollowerStep { try follower.step() }
}
