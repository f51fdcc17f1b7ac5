import FilterCompiler
import SegmentModel
import SegmentStore

/// What a step has found so far: members as they will be, and the changes that lead there. Nothing of it holds before
/// it is committed.
struct StepDraft {
  let now: Instant
  var position: Int64
  private(set) var segments: [Int64: DraftSegment] = [:]
  var totals: [ContentType: Bitmap] = [:]
  /// Contacts of whom nothing is to be kept.
  var erased: Set<Int64> = []
  /// Those whose members could not be found.
  private var failed: Set<Int64> = []
  /// Evaluated by now although nothing changed.
  private(set) var evaluations: [Int64: Evaluation] = [:]
  var isMore = false
  /// What time alone has changed by now is not all looked at yet.
  var isTimeBehind = false
  /// Those who differ because of time, too many for one step.
  private(set) var waiting: [WaitingSegment] = []
  var nextEventTime: Instant?
  /// Of those with an event at that time, the last that was looked at; nil: none was.
  var lastWithEvent: Int64?

  struct Evaluation {
    var at: Instant
    var took: Int64
  }

  init(now: Instant, position: Int64) {
    self.now = now
    self.position = position
  }

  /// Takes in that these, of those looked at, are members. Both ascending.
  /// - Parameter instant: since when; nil is now.
  mutating func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: ChangeCause, at instant: Instant?
  ) {
    apply(found, among: looked, of: segment, cause: cause) { _ in instant }
  }

  /// - Parameter instants: since when; who is not in it, since now.
  mutating func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: ChangeCause,
    at instants: [Int64: Instant]
  ) {
    apply(found, among: looked, of: segment, cause: cause) { instants[$0] }
  }

  /// - Parameter instant: since when; nil is now.
  mutating func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: ChangeCause,
    since instant: (Int64) -> Instant?
  ) {
    for (entity, isMember) in differences(found, among: looked, from: segment) {
      segments[segment.row, default: DraftSegment()].flip(entity, isMember: isMember, cause, at: instant(entity) ?? now)
    }
  }

  /// Those who are not what they were, and whether they are members now.
  private func differences(
    _ found: [Int64], among looked: [Int64], from segment: FollowedSegment
  ) -> [(entity: Int64, isMember: Bool)] {
    let draft = segments[segment.row]
    let before = (draft?.found ?? segment.members).members(among: looked)
    var different: [(entity: Int64, isMember: Bool)] = []
    var (next, nextBefore) = (0, 0)
    for entity in looked {
      let isMember = found.hasNext(entity, from: &next)
      let wasFound = before.hasNext(entity, from: &nextBefore)
      if isMember != draft?.flips[entity] ?? wasFound { different.append((entity, isMember)) }
    }
    return different
  }

  /// Takes in who of everyone is a member now.
  /// - Parameters:
  ///   - listed: differences that are listed, at most; with more, or where there were no members before, they are taken
  ///     anew. Nil: all are listed.
  ///   - instants: since when those who differ do; who is not in it, since now.
  mutating func apply(
    everyone found: Bitmap, of segment: FollowedSegment, cause: ChangeCause, listed: Int?,
    at instants: [Int64: Instant] = [:], took: Int64
  ) {
    var draft = segments[segment.row] ?? DraftSegment()
    let before = draft.members(of: segment)
    let entered = found.subtracting(before)
    let left = before.subtracting(found)
    if segment.builtPlan == nil || listed.map({ entered.count + left.count > $0 }) ?? false {
      draft.reset()
    } else {
      for entity in left { draft.tell(entity, .left, cause, at: instants[entity] ?? now) }
      for entity in entered { draft.tell(entity, .entered, cause, at: instants[entity] ?? now) }
    }
    draft.replace(by: found)
    if segment.needsBuild, let plan = segment.fingerprint {
      draft.built = SegmentUpdate.Built(revision: segment.revision, plan: plan)
    }
    evaluations[segment.row] = Evaluation(at: now, took: took)
    if draft.isReset || draft.built != nil || !draft.changes.isEmpty { segments[segment.row] = draft }
  }

  func isMember(_ entity: Int64, of segment: FollowedSegment) -> Bool {
    segments[segment.row]?.contains(entity, of: segment) ?? segment.members.contains(entity)
  }

  /// Of those who have changed in this step, when they last did.
  func lastChanges(in segment: FollowedSegment) -> [Int64: Instant] {
    (segments[segment.row]?.changes ?? []).reduce(into: [:]) { $0[$1.entity] = $1.at }
  }

  /// Who of everyone is not what they were.
  func different(_ found: Bitmap, from segment: FollowedSegment) -> Bitmap {
    (segments[segment.row]?.members(of: segment) ?? segment.members).symmetricDifference(found)
  }

  /// Too many differ for one step: they are left to be looked at in slices.
  mutating func wait(_ segment: WaitingSegment, took: Int64) {
    waiting.append(segment)
    isMore = true
    evaluations[segment.segment] = Evaluation(at: now, took: took)
  }

  /// The members can not be found; they stay those that were found last.
  mutating func fail(_ segment: FollowedSegment, why: String) {
    var draft = DraftSegment()
    if segment.state != .failed(why) { draft.failure = why }
    segments[segment.row] = draft.failure == nil ? nil : draft
    evaluations[segment.row] = Evaluation(at: now, took: 0)
    failed.insert(segment.row)
  }

  /// When everyone of a segment was looked at and all that follows from it is in the members.
  func evaluatedAt(_ segment: Int64) -> Instant? {
    waiting.contains { $0.segment == segment } ? nil : evaluations[segment]?.at
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
