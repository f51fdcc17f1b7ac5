import FilterCompiler
import SegmentModel
import SegmentStore

/// One segment in memory: its plan, its members, when time alone may change them.
///
/// A reference: a step goes through all of them several times, and what it leaves half done is read anew.
final class FollowedSegment {
  let row: Int64
  let id: String
  var definition: SegmentDefinition
  var revision: Int64
  /// As committed.
  var state: SegmentState
  var members: Bitmap
  /// Fingerprint of the plan that the members are of; nil before the first build, `stale` after a failure.
  var builtPlan: Int64?
  /// The plan that holds; nil where the definition does not compile, and `state` is, or is about to be, failed.
  var plan: LogicalPlan?
  /// The plan that the members are of, by which they are followed until those of another are there; nil where it is
  /// not known.
  private(set) var live: LogicalPlan?
  /// Of `plan`.
  var fingerprint: Int64?
  /// Ids of the segments that it refers to, directly or through others.
  private(set) var references: Set<String> = []
  /// Why it does not compile.
  var problem: String?
  var changesSinceSnapshot: Int64
  /// Who is still to be told of, in the order of time.
  var pending: [PendingFlips] = []
  /// When somebody was last told of, where time is found afterwards by looking at everyone: of changes since then.
  var toldAt: [Int64: Instant] = [:]
  /// As of when everyone was last looked at; nil: everyone is to be looked at, whatever the reason was.
  private(set) var evaluatedAt: Instant?
  /// Everyone is to be looked at for what time alone has changed, for who passes something could not be told.
  var isOverdue = false
  /// How long that took, in milliseconds.
  var evaluationTook: Int64 = 0
  /// When everyone is to be looked at again for all that time has changed meanwhile; nil where it is found without.
  private(set) var due: Instant?
  /// The next instant as of which everyone is to be looked at, for time alone may change anybody at it; nil where there
  /// is none, or where they are when it is `due`.
  private(set) var boundary: Instant?
  /// The first instant after the last look at everyone at which time alone may change it, beside what is known of single
  /// contacts and companies; nil where there is none.
  private(set) var changesAt: Instant?

  /// The fingerprint of no plan: the members were not followed for a while.
  static let stale: Int64 = 0

  init(_ stored: StoredSegment, _ reading: SegmentReading, version: Int64) throws {
    row = stored.row
    id = stored.id
    definition = stored.definition
    revision = stored.revision
    state = stored.state
    let members = stored.plan == nil ? nil : try reading.members(of: stored.row, at: version)
    self.members = members ?? Bitmap()
    builtPlan = members == nil ? nil : stored.plan
    changesSinceSnapshot = try reading.changesSinceSnapshot(of: stored.row)
    evaluatedAt = stored.evaluatedAt
  }

  /// Takes over what was written of it meanwhile.
  func update(from stored: StoredSegment) {
    definition = stored.definition
    revision = stored.revision
    state = stored.state
  }

  func compile(with compiler: SegmentCompiler) {
    do {
      let compiled = try compiler.compile(definition, id: id)
      plan = compiled.plan
      fingerprint = compiled.plan.fingerprint
      references = compiled.references
      problem = nil
      if fingerprint == builtPlan {
        live = plan
      } else if live == nil, builtPlan != nil {
        // Nobody follows them until they are built.
        builtPlan = Self.stale
      }
    } catch {
      (plan, live) = (nil, nil)
      fingerprint = nil
      problem = error.errors.map { "\($0.pointer): \($0.detail)" }.joined(separator: "; ")
    }
  }

  /// Whether it may compile to another plan once these definitions are others. What does not compile may then, too.
  func depends(on changed: Set<String>) -> Bool {
    fingerprint == nil || changed.contains(id) || !references.isDisjoint(with: changed)
  }

  /// Fingerprint of the plan that is live.
  var livePlan: Int64? { live == nil ? nil : builtPlan }

  var isPeople: Bool { definition.contentType.isPeople }

  /// The members are of another plan than the one that holds, or of none.
  var needsBuild: Bool { fingerprint != nil && builtPlan != fingerprint }

  /// Whether touched contacts can be looked at alone.
  var isFollowing: Bool { live != nil }

  /// The members are those of the plan that holds.
  func setBuilt(_ plan: Int64) {
    builtPlan = plan
    live = self.plan
    state = .ready
  }

  /// Everyone was looked at.
  /// - Parameter instant: as of then.
  func setEvaluated(at instant: Instant, took milliseconds: Int64) {
    evaluatedAt = instant
    evaluationTook = milliseconds
    isOverdue = false
    toldAt = [:]
  }

  /// Everyone was looked at as of an instant or later.
  func isRight(at instant: Instant) -> Bool { evaluatedAt.map { $0 >= instant } ?? false }

  /// Up to this instant time has changed nothing that is not in the members.
  func setSettled(_ instant: Instant) { evaluatedAt = evaluatedAt.map { max($0, instant) } }

  func setFailed(_ why: String) {
    pending = []
    if builtPlan != nil { builtPlan = Self.stale }
    live = nil
    state = .failed(why)
  }

  func isDue(at now: Instant) -> Bool { needsBuild || due.map { $0 <= now } ?? false }

  /// Sets when everyone is to be looked at again.
  ///
  /// A bound that jumps is looked at as of each instant at which it does. One that moves with every millisecond is looked
  /// at once a second, unless who passes it is looked at alone. An evaluation that takes long is not begun again before
  /// as much time has passed, so that one segment never takes all of the thread.
  ///
  /// - Parameter isByCrossings: those who pass something of a sliding condition are looked at alone.
  func schedule(_ limits: FollowerLimits, isByCrossings: Bool) {
    (due, boundary, changesAt) = (nil, nil, nil)
    guard let plan = live else { return }
    if let evaluatedAt, !isOverdue {
      if isByCrossings || plan.slidingConditions.isEmpty {
        boundary = plan.nextBoundary(after: evaluatedAt)
        changesAt = boundary
      } else {
        due = evaluatedAt.advanced(milliseconds: max(limits.betweenFullEvaluations, evaluationTook))
        changesAt = evaluatedAt.advanced(milliseconds: 1)
      }
    } else {
      due = Instant(milliseconds: 0)
      changesAt = due
    }
  }
}
