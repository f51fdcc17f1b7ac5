import FilterCompiler
package import SegmentModel
package import SegmentStore

/// Keeps the members of every segment right: follows the change feed of the profiles, the clock, and the definitions,
/// and commits what follows from them.
///
/// Owned by one thread, which calls `step()` again and again; a process has one, and a data directory one process
/// that has one. A step that failed has done nothing; after it the state in memory is read anew.
package final class SegmentFollower {
  let store: SegmentStore
  let profiles: any ProfileSnapshots
  let clock: any WallClock
  let limits: FollowerLimits
  let standing: SyncStanding
  let report: (SyncNotice) -> Void

  /// As last committed or read; nil before the first step and after an error.
  var point: ServicePoint?
  var segments: [Int64: FollowedSegment] = [:]
  var dependencies = DependencyMap()
  /// Other plans are live than those that `dependencies` is made of.
  var areGroupsOld = true
  /// Who passes something of a sliding condition; nil where the backend can not tell, or nothing is known yet.
  var queue: TimeQueue?
  /// The backend tells who passes something of a sliding condition.
  var isByCrossings = false
  /// The step tells a slice of those who wait for it, and takes in nothing that was written.
  var isTurnOfPending = false
  /// Everyone by content type; empty before the first step.
  var totals: [ContentType: Bitmap] = [:]
  var inputs: CompilerInputs?
  /// Definitions were read that are still to be compiled.
  var areDefinitionsNew = true
  /// Ids of the segments whose definitions are others than when everything was last compiled, or gone.
  var changedDefinitions: Set<String> = []
  /// The now of the last step.
  var horizon = Instant(milliseconds: 0)
  /// The now when everything was last read from the file.
  private(set) var startedAt = Instant(milliseconds: 0)
  /// Whom steps have looked at as of later than what time alone changes was looked at.
  var written = WrittenLooks()
  /// Place of the feed up to which it is read before time is looked at.
  var feedMark: Int64?
  /// Up to this instant all that time alone changes is in the members.
  var settled = Instant(milliseconds: 0)
  /// Time of the first event that lay ahead when it came and has not been looked at since.
  var nextEventTime: Instant?
  /// Of those with an event at that time, the last that was looked at; nil: none was.
  var lastWithEvent: Int64?
  private var seenProfiles: Int64?
  private var seenSegments: Int64?
  private var isMore = false
  /// What is known in memory has been moved on, and only holds once the step is committed.
  private var isExamined = false
  /// The next instant at which time alone may ask for a step.
  var nextDue: Instant?
  private var nextCleanup: Instant?

  package init(
    store: SegmentStore, profiles: any ProfileSnapshots, clock: any WallClock,
    limits: FollowerLimits = FollowerLimits(), standing: SyncStanding = SyncStanding(),
    report: @escaping (SyncNotice) -> Void = { _ in }
  ) {
    self.store = store
    self.profiles = profiles
    self.clock = clock
    self.limits = limits
    self.standing = standing
    self.report = report
  }

  /// Looks at what has happened since the step before, and commits what follows. Blocks; may take as long as an
  /// evaluation of everyone.
  package func step() throws -> FollowerStep {
    do {
      return try attemptStep()
    } catch SegmentStoreError.busy where !isExamined {
      // Somebody else writes; what is known still holds.
      throw SegmentStoreError.busy
    } catch {
      point = nil
      throw error
    }
  }

  private func attemptStep() throws -> FollowerStep {
    isExamined = false
    let segmentsVersion = try store.dataVersion()
    let sawWrites = segmentsVersion != seenSegments
    let point = try currentPoint(segmentsVersion)
    let idleNow = now(point)
    try cleanUp(at: idleNow)
    // Read before the snapshot, so that what is committed in between rings again.
    let profilesVersion = try profiles.dataVersion()
    guard profilesVersion != seenProfiles || isMore || areDefinitionsNew || isDue(at: idleNow) else {
      return FollowerStep(now: idleNow, isIdle: !sawWrites, sawWrites: sawWrites, nextDue: nextDue)
    }
    isExamined = true
    let outcome = try profiles.read { try examine($0, point) }
    var step = FollowerStep(now: idleNow, sawWrites: sawWrites)
    switch outcome {
    case .startEpoch(let instance, let position):
      try store.write { try $0.startEpoch(profiles: instance, position: position, now: idleNow) }
      report(.epochStarted)
      self.point = nil
      step.isMore = true
    case .draft(let draft, let publicIDs):
      step.now = draft.now
      step.hasMessages = try commit(draft, publicIDs, over: point)
      seenProfiles = profilesVersion
      // What is newly built is only waited for once it is looked ahead for it.
      isMore = draft.isMore || areGroupsOld
      step.isMore = isMore
      step.nextDue = nextDue
    }
    return step
  }

  /// Some still wait to be told of.
  var hasPending: Bool { segments.values.contains { !$0.pending.isEmpty } }

  /// The live now never goes back.
  func now(_ point: ServicePoint) -> Instant { max(clock.now, point.now, horizon) }

  /// Everything from the file at the start, only what was written by others later.
  private func currentPoint(_ version: Int64) throws -> ServicePoint {
    if let point, version == seenSegments { return point }
    let fresh = try store.read { reading in
      let fresh = try reading.service()
      if let point, point.epoch == fresh.epoch, point.definitions == fresh.definitions { return fresh }
      try load(reading, fresh, keepsMembers: point?.epoch == fresh.epoch)
      return fresh
    }
    if let point, point.position != fresh.position || point.version != fresh.version {
      throw SegmentStoreError.staleFollower
    }
    if point == nil {
      (horizon, startedAt) = (fresh.now, fresh.now)
      written = WrittenLooks()
      settled = fresh.settled
      seenProfiles = nil
      totals = [:]
      (nextEventTime, lastWithEvent) = (nil, nil)
      (queue, areGroupsOld) = (nil, true)
    }
    point = fresh
    seenSegments = version
    return fresh
  }

  private func isDue(at now: Instant) -> Bool { nextDue.map { $0 <= now } ?? false }

  private func cleanUp(at now: Instant) throws {
    if let nextCleanup, now < nextCleanup { return }
    if hasPending { return }
    // A slice, and the next one some steps later: what changes meanwhile is not to wait for all of it.
    let isMore = try store.write { try $0.removeOutdated(at: now) }
    nextCleanup = now.advanced(milliseconds: isMore ? limits.betweenCleanupSlices : limits.betweenCleanups)
  }
}
