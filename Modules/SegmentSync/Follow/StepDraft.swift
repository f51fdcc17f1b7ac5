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
  var nextEventTime: Instant?

  struct Evaluation {
    var at: Instant
    var took: Int64
  }

  init(now: Instant, position: Int64) {
    self.now = now
    self.position = position
  }

  /// Members of a segment after what was found so far.
  func members(of segment: FollowedSegment) -> Bitmap { segments[segment.row]?.members ?? segment.members }

  /// Takes in that these, of those looked at, are members now.
  mutating func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, cause: (Int64) -> ChangeCause
  ) {
    var draft = segments[segment.row] ?? DraftSegment(segment)
    let found = Set(found)
    for entity in looked {
      if found.contains(entity) {
        if draft.members.insert(entity) { draft.changes.append((entity, .entered, cause(entity))) }
      } else if draft.members.remove(entity) {
        draft.changes.append((entity, .left, cause(entity)))
      }
    }
    if !draft.changes.isEmpty { segments[segment.row] = draft }
  }

  /// Takes in who of everyone is a member now.
  /// - Parameter listed: differences that are listed, at most; with more, or where there were no members before,
  ///   they are taken anew. Nil: all are listed.
  mutating func apply(
    everyone found: Bitmap, of segment: FollowedSegment, cause: ChangeCause, listed: Int?, took: Int64
  ) {
    var draft = segments[segment.row] ?? DraftSegment(segment)
    let entered = found.subtracting(draft.members)
    let left = draft.members.subtracting(found)
    if segment.builtPlan == nil || listed.map({ entered.count + left.count > $0 }) ?? false {
      draft.isReset = true
      draft.changes = []
    } else {
      draft.changes += left.map { ($0, .left, cause) }
      draft.changes += entered.map { ($0, .entered, cause) }
    }
    draft.members = found
    if segment.needsBuild, let plan = segment.fingerprint {
      draft.built = SegmentUpdate.Built(revision: segment.revision, plan: plan)
    }
    evaluations[segment.row] = Evaluation(at: now, took: took)
    if draft.isReset || draft.built != nil || !draft.changes.isEmpty { segments[segment.row] = draft }
  }

  /// The members can not be found; they stay those that were found last.
  mutating func fail(_ segment: FollowedSegment, why: String) {
    var draft = DraftSegment(segment)
    if segment.state != .failed(why) { draft.failure = why }
    segments[segment.row] = draft.failure == nil ? nil : draft
    evaluations[segment.row] = Evaluation(at: now, took: 0)
    failed.insert(segment.row)
  }

  /// The members are right already; only the state is to be said.
  mutating func setState(of segment: FollowedSegment) {
    if failed.contains(segment.row) { return }
    var draft = segments[segment.row] ?? DraftSegment(segment)
    if let problem = segment.problem {
      guard segment.state != .failed(problem) else { return }
      draft.failure = problem
    } else {
      guard segment.state != .ready, segment.isFollowing, let plan = segment.fingerprint else { return }
      draft.built = SegmentUpdate.Built(revision: segment.revision, plan: plan)
    }
    segments[segment.row] = draft
  }
}

/// One segment of a draft.
struct DraftSegment {
  var members: Bitmap
  var changes: [(entity: Int64, kind: MembershipChangeKind, cause: ChangeCause)] = []
  var isReset = false
  var built: SegmentUpdate.Built?
  var failure: String?

  init(_ segment: FollowedSegment) { members = segment.members }
}
