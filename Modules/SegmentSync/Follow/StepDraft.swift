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
  /// By segment, those who differ because of time, too many for one step.
  private(set) var waiting: [Int64: [Int64]] = [:]
  var nextEventTime: Instant?

  struct Evaluation {
    var at: Instant
    var took: Int64
  }

  init(now: Instant, position: Int64) {
    self.now = now
    self.position = position
  }

  /// Takes in that these, of those looked at, are members now. Both ascending.
  mutating func apply(_ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: ChangeCause) {
    var next = 0
    var draft = segments[segment.row]
    for entity in looked {
      while next < found.count, found[next] < entity { next += 1 }
      let isMember = next < found.count && found[next] == entity
      let wasMember = draft?.contains(entity, of: segment) ?? segment.members.contains(entity)
      if isMember == wasMember { continue }
      // Not to be copied with each change.
      segments[segment.row] = nil
      draft = draft ?? DraftSegment()
      draft?.flip(entity, isMember: isMember, cause)
    }
    segments[segment.row] = draft
  }

  /// Takes in who of everyone is a member now.
  /// - Parameter listed: differences that are listed, at most; with more, or where there were no members before,
  ///   they are taken anew. Nil: all are listed.
  mutating func apply(
    everyone found: Bitmap, of segment: FollowedSegment, cause: ChangeCause, listed: Int?, took: Int64
  ) {
    var draft = segments[segment.row] ?? DraftSegment()
    let before = draft.members(of: segment)
    let entered = found.subtracting(before)
    let left = before.subtracting(found)
    if segment.builtPlan == nil || listed.map({ entered.count + left.count > $0 }) ?? false {
      draft.reset()
    } else {
      draft.changes += left.map { ($0, .left, cause) }
      draft.changes += entered.map { ($0, .entered, cause) }
    }
    draft.replace(by: found)
    if segment.needsBuild, let plan = segment.fingerprint {
      draft.built = SegmentUpdate.Built(revision: segment.revision, plan: plan)
    }
    evaluations[segment.row] = Evaluation(at: now, took: took)
    if draft.isReset || draft.built != nil || !draft.changes.isEmpty { segments[segment.row] = draft }
  }

  /// Takes in who of everyone is a member now, for what time alone has changed. If more than `limit` differ, they are
  /// left to be looked at in slices.
  mutating func apply(everyoneByTime found: Bitmap, of segment: FollowedSegment, limit: Int, took: Int64) {
    let members = segments[segment.row]?.members(of: segment) ?? segment.members
    let different = members.symmetricDifference(found)
    if different.count <= limit {
      apply(everyone: found, of: segment, cause: .time, listed: nil, took: took)
    } else {
      waiting[segment.row] = Array(different)
      isMore = true
      evaluations[segment.row] = Evaluation(at: now, took: took)
    }
  }

  /// The members can not be found; they stay those that were found last.
  mutating func fail(_ segment: FollowedSegment, why: String) {
    var draft = DraftSegment()
    if segment.state != .failed(why) { draft.failure = why }
    segments[segment.row] = draft.failure == nil ? nil : draft
    evaluations[segment.row] = Evaluation(at: now, took: 0)
    failed.insert(segment.row)
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

/// One segment of a draft.
struct DraftSegment {
  /// Where everyone was looked at: the members found, before `flips`.
  private var found: Bitmap?
  /// Whether those whose membership changed are members now.
  private var flips: [Int64: Bool] = [:]
  var changes: [(entity: Int64, kind: MembershipChangeKind, cause: ChangeCause)] = []
  private(set) var isReset = false
  var built: SegmentUpdate.Built?
  var failure: String?

  func contains(_ entity: Int64, of segment: FollowedSegment) -> Bool {
    flips[entity] ?? (found ?? segment.members).contains(entity)
  }

  func members(of segment: FollowedSegment) -> Bitmap {
    var members = found ?? segment.members
    apply(to: &members)
    return members
  }

  func count(of segment: FollowedSegment) -> Int {
    let before = found ?? segment.members
    return flips.reduce(before.count) { $0 + ($1.value ? 1 : 0) - (before.contains($1.key) ? 1 : 0) }
  }

  /// Brings the members that were before the step to what they are after it.
  func adopt(into members: inout Bitmap) {
    if let found { members = found }
    apply(to: &members)
  }

  private func apply(to members: inout Bitmap) {
    for (entity, isMember) in flips {
      if isMember { members.insert(entity) } else { members.remove(entity) }
    }
  }

  mutating func flip(_ entity: Int64, isMember: Bool, _ cause: ChangeCause) {
    flips[entity] = isMember
    changes.append((entity, isMember ? .entered : .left, cause))
  }

  mutating func replace(by members: Bitmap) {
    found = members
    flips = [:]
  }

  /// The members are taken anew, not told one by one.
  mutating func reset() {
    isReset = true
    changes = []
  }
}
