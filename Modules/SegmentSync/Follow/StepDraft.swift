import FilterCompiler
import SegmentModel
import SegmentStore

/// What a step has found so far: members as they will be, and the changes that lead there. Nothing of it holds before
/// it is committed.
struct StepDraft {
  let now: Instant
  /// Where the change feed stood before the step.
  let start: Int64
  /// And where it stands after it.
  var position: Int64
  private(set) var segments: [Int64: DraftSegment] = [:]
  var totals: [ContentType: Bitmap] = [:]
  /// Contacts of whom nothing is to be kept.
  var erased: Set<Int64> = []
  /// Those whose members could not be found.
  private var failed: Set<Int64> = []
  /// Entries and exits that are told in it, but for those of a build.
  private(set) var flipCount = 0
  /// Those of whom everyone was looked at, or of whom some were told who waited for it since.
  private var evaluated: Set<Int64> = []
  /// Segments that look at everyone in this step for what was written: what time has changed is not told from that.
  var spared: Set<Int64> = []
  var isMore = false
  /// What time alone has changed by now is not all looked at yet.
  var isTimeBehind = false
  var nextEventTime: Instant?
  /// Of those with an event at that time, the last that was looked at; nil: none was.
  var lastWithEvent: Int64?

  init(now: Instant, position: Int64, after start: Int64) {
    self.now = now
    self.start = start
    self.position = position
  }

  /// Takes in that these, of those looked at, are members. Both ascending.
  /// - Parameters:
  ///   - instant: since when; nil is now.
  ///   - limit: entries and exits that one step tells; with more, they wait.
  mutating func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: ChangeCause, at instant: Instant?,
    limit: Int = .max
  ) {
    let different = different(found, among: looked, from: segment)
    for entity in looked where !segment.pending.isEmpty { tellPending(of: entity, in: segment) }
    if flipCount + different.count > limit {
      wait([PendingFlips(at: instant ?? now, cause: cause, position: start, entities: Bitmap(different))], segment)
    } else {
      for entity in different { flip(entity, in: segment, cause, at: instant ?? now) }
    }
  }

  /// Those who are not what they were, with those who wait counted as what they will be.
  func different(_ found: [Int64], among looked: [Int64], from segment: FollowedSegment) -> [Int64] {
    let draft = segments[segment.row]
    let before = (draft?.found ?? segment.members).members(among: looked)
    var (next, nextBefore) = (0, 0)
    return looked.filter { entity in
      let isMember = found.hasNext(entity, from: &next)
      let wasFound = before.hasNext(entity, from: &nextBefore)
      return isMember != ((draft?.flips[entity] ?? wasFound) != segment.isPending(entity))
    }
  }

  /// Takes in who of everyone is a member by a plan that is new.
  /// - Parameter listed: differences that are listed, at most; with more, or where there were no members before, they
  ///   are taken anew.
  mutating func build(_ segment: FollowedSegment, of found: Bitmap, listed: Int) {
    // Those who wait do so by the plan before.
    segment.pending = []
    var draft = segments[segment.row] ?? DraftSegment()
    let before = draft.members(of: segment)
    let entered = found.subtracting(before)
    let left = before.subtracting(found)
    if segment.builtPlan == nil || entered.count + left.count > listed {
      draft.reset()
    } else {
      for entity in left { draft.tell(entity, .left, .edit, at: now) }
      for entity in entered { draft.tell(entity, .entered, .edit, at: now) }
    }
    draft.replace(by: found)
    if let plan = segment.fingerprint { draft.built = SegmentUpdate.Built(revision: segment.revision, plan: plan) }
    segments[segment.row] = draft
  }

  /// Tells who became what they were not, or, if a great many did or others wait already, has them wait for it.
  /// - Parameter limit: entries and exits that one step tells.
  mutating func tell(_ flips: [PendingFlips], of segment: FollowedSegment, limit: Int) {
    if let position = flips.first?.position { segment.setPending(after: position) }
    if !segment.pending.isEmpty || flips.reduce(flipCount, { $0 + $1.entities.count }) > limit {
      wait(flips, segment)
    } else {
      for flips in flips {
        for entity in flips.entities { flip(entity, in: segment, flips.cause, at: flips.at) }
      }
    }
  }

  private mutating func wait(_ flips: [PendingFlips], _ segment: FollowedSegment) {
    segment.pending += flips.filter { !$0.entities.isEmpty }
    // The store is to know of it.
    if segment.pendingPosition != nil, segments[segment.row] == nil { segments[segment.row] = DraftSegment() }
  }

  /// Tells the first of those who wait, as many as the step still tells.
  mutating func tellPending(of segment: FollowedSegment, limit: Int) {
    guard let taken = segment.takePending(limit: limit - flipCount) else { return }
    for entity in taken.entities { flip(entity, in: segment, taken.cause, at: taken.at) }
    evaluated.insert(segment.row)
  }

  mutating func tellPending(of entity: Int64, in segment: FollowedSegment) {
    let taken = segment.takePending(of: entity)
    for (instant, cause) in taken { flip(entity, in: segment, cause, at: instant) }
    if !taken.isEmpty { evaluated.insert(segment.row) }
  }

  private mutating func flip(
    _ entity: Int64, in segment: FollowedSegment, _ cause: ChangeCause, at instant: Instant
  ) {
    let isMember = segments[segment.row]?.contains(entity, of: segment) ?? segment.members.contains(entity)
    segments[segment.row, default: DraftSegment()].flip(entity, isMember: !isMember, cause, at: instant)
    flipCount += 1
  }

  /// Of those who have changed in this step, when they last did.
  func lastChanges(in segment: FollowedSegment) -> [Int64: Instant] {
    (segments[segment.row]?.changes ?? []).reduce(into: [:]) { $0[$1.entity] = $1.at }
  }

  /// Members as they will be, with those who wait.
  func members(of segment: FollowedSegment) -> Bitmap {
    let members = segments[segment.row]?.members(of: segment) ?? segment.members
    return segment.pending.isEmpty ? members : members.symmetricDifference(segment.pendingEntities)
  }

  /// Everyone of it was looked at.
  mutating func setEvaluated(_ segment: FollowedSegment) { evaluated.insert(segment.row) }

  /// The members can not be found; they stay those that were found last.
  mutating func fail(_ segment: FollowedSegment, why: String) {
    var draft = DraftSegment()
    if segment.state != .failed(why) { draft.failure = why }
    segments[segment.row] = draft.failure == nil ? nil : draft
    failed.insert(segment.row)
  }

  /// As of when all that followed from the last look at everyone is in the members, where that is new.
  func evaluatedAt(_ segment: FollowedSegment) -> Instant? {
    guard evaluated.contains(segment.row), let evaluatedAt = segment.evaluatedAt else { return nil }
    return segment.pendingSince.map { min(evaluatedAt, $0.advanced(milliseconds: -1)) } ?? evaluatedAt
  }

  func hasFailed(_ segment: Int64) -> Bool { failed.contains(segment) }

  /// The members are right already; only the state is to be said.
  mutating func setState(of segment: FollowedSegment) {
    if failed.contains(segment.row) { return }
    if let problem = segment.problem {
      guard segment.state != .failed(problem) else { return }
      segments[segment.row, default: DraftSegment()].failure = problem
    } else {
      guard segment.state != .ready, segment.isFollowing, !segment.needsBuild, let plan = segment.fingerprint else {
        return
      }
      segments[segment.row, default: DraftSegment()].built = .init(revision: segment.revision, plan: plan)
    }
  }
}

extension [Int64] {
  /// Whether an id stands in these, which ascend as those do that are asked for.
  func hasNext(_ id: Int64, from place: inout Int) -> Bool {
    while place < count, self[place] < id { place += 1 }
    return place < count && self[place] == id
  }
}
