import FilterCompiler
import SegmentModel
import SegmentStore

/// The part of a step that looks at the profiles, all of it within one snapshot.
extension SegmentFollower {
  enum Outcome {
    /// What is committed does not fit these profiles, or the feed no longer reaches back so far.
    case startEpoch(instance: String, position: Int64)
    case draft(StepDraft, PublicIDs)
  }

  func examine(_ snapshot: any ProfileSnapshot, _ point: ServicePoint) throws -> Outcome {
    let instance = try snapshot.instance()
    // The snapshot begins with its first read. A clock read before could show less than an event in it that was on
    // time, and such an event is not looked at again.
    let now = now(point)
    let end = try snapshot.feedEnd()
    let start = try snapshot.feedStart()
    if point.profiles != instance || point.position > end || point.position + 1 < start {
      return .startEpoch(instance: instance, position: end)
    }
    setCrossings(snapshot.tellsCrossings)
    try compileWhereNeeded(snapshot, rereadsDeclarations: false)
    renewGroups()
    // What is written is committed alone and at once, and a slice of those who wait after it.
    isTurnOfPending = hasPending && !isTurnOfPending
    if isTurnOfPending {
      var draft = StepDraft(now: now, position: point.position, after: point.position)
      (draft.nextEventTime, draft.lastWithEvent) = (nextEventTime, lastWithEvent)
      tellPending(&draft)
      draft.isMore = true
      return .draft(draft, try publicIDs(snapshot, draft))
    }
    var batch = try nextBatch(snapshot, after: point)
    if batch.hasDeclarations {
      try compileWhereNeeded(snapshot, rereadsDeclarations: true)
      renewGroups()
      batch = try nextBatch(snapshot, after: point)
    }
    try snapshot.takeIn(Array(batch.entries), after: point.position)
    var draft = StepDraft(now: now, position: batch.position, after: point.position)
    draft.isMore = batch.isMore
    draft.erased = batch.erased
    try followRelations(of: &batch, snapshot)
    setFeedMark(batch, end: end)
    try evaluateByTime(snapshot, batch, &draft)
    try evaluateTouched(snapshot, batch, &draft)
    try evaluateEveryone(snapshot, &draft)
    // Nothing is to be told of them after what is kept of them is gone.
    for segment in segments.values where segment.isPeople && !segment.pending.isEmpty {
      for contact in draft.erased { draft.tellPending(of: contact, in: segment) }
    }
    if hasPending { draft.isMore = true }
    try countTotals(snapshot, batch, &draft)
    for segment in segments.values { draft.setState(of: segment) }
    return .draft(draft, try publicIDs(snapshot, draft))
  }

  private func nextBatch(_ snapshot: any ProfileSnapshot, after point: ServicePoint) throws -> FeedBatch {
    let entries = try snapshot.feed(after: point.position, limit: limits.entries)
    return FeedBatch(entries, after: point.position, requested: limits.entries, limit: limits.touched, dependencies)
  }

  /// Another zone or declaration is an edit of every segment whose plan it changes.
  private func compileWhereNeeded(_ snapshot: any ProfileSnapshot, rereadsDeclarations: Bool) throws {
    let zone = try snapshot.workspaceZone()
    guard areDefinitionsNew || rereadsDeclarations || inputs?.zone != zone else { return }
    let inputs = try CompilerInputs(snapshot)
    let library = Dictionary(uniqueKeysWithValues: segments.values.map { ($0.id, $0.definition) })
    let compiler = inputs.compiler(library)
    let isEverythingNew = inputs != self.inputs
    for row in segments.keys where isEverythingNew || segments[row]?.depends(on: changedDefinitions) ?? false {
      let before = segments[row]?.livePlan
      segments[row]?.compile(with: compiler)
      segments[row]?.schedule(limits, isByCrossings: isByCrossings)
      if segments[row]?.livePlan != before { areGroupsOld = true }
    }
    changedDefinitions = []
    self.inputs = inputs
  }

  func followRelations(of batch: inout FeedBatch, _ snapshot: any ProfileSnapshot) throws {
    try batch.follow(dependencies.groups, limit: limits.related) { ids, areContacts, limit in
      try areContacts
        ? snapshot.companies(ofContacts: ids, limit: limit) : snapshot.contacts(ofCompanies: ids, limit: limit)
    }
  }

  private func evaluateTouched(_ snapshot: any ProfileSnapshot, _ batch: FeedBatch, _ draft: inout StepDraft) throws {
    for look in batch.looks {
      let group = dependencies.groups[look.group]
      for looked in look.entities.slices(of: SegmentBackendLimits.candidates) {
        try evaluate(group, looked, snapshot, &draft, cause: look.cause)
      }
    }
    // Whoever is related to so many that looking at everyone is less.
    for place in batch.everyone.sorted() {
      for row in dependencies.groups[place].segments {
        guard let segment = segments[row] else { continue }
        try evaluateEveryone(of: segment, at: draft.now, cause: .company, snapshot, &draft)
      }
    }
  }

  /// Takes in whom of those looked at as of the end of some time a segment matches, each as of the instant within it.
  private func apply(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, after: Instant, until: Instant,
    _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws {
    guard let plan = segment.live else { return }
    let different = Bitmap(draft.different(found, among: looked, from: segment))
    try tell(
      different, Bitmap(found), of: segment, by: plan, after: after, until: until, snapshot, &draft)
  }

  /// Looks at some for each segment of a group.
  /// - Parameters:
  ///   - asOf: the now of the evaluation; nil is that of the step.
  ///   - instant: since when they are what is found; nil is the now of the step.
  func evaluate(
    _ group: SegmentGroup, _ looked: [Int64], _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft,
    cause: ChangeCause, asOf: Instant? = nil, at instant: Instant? = nil
  ) throws {
    do {
      let found = try snapshot.members(of: group.plans, among: looked, at: asOf ?? draft.now)
      for (row, found) in zip(group.segments, found) {
        guard let segment = segments[row], !draft.hasFailed(row) else { continue }
        // What time has changed is found for everyone, or was, or is not told from what else has changed.
        if let instant, segment.due != nil || segment.isRight(at: instant) || draft.spared.contains(row) {
          continue
        }
        if let asOf, let instant, asOf > instant {
          let before = instant.advanced(milliseconds: -1)
          try apply(found, among: looked, of: segment, after: before, until: asOf, snapshot, &draft)
        } else {
          // What is written of one company may reach a great many.
          let limit = cause == .company ? limits.touched : .max
          draft.apply(found, among: looked, of: segment, cause: cause, at: instant, limit: limit)
        }
      }
    } catch let error as PlanTooLarge {
      // Which of them it is shows when each is looked at alone.
      for (row, plan) in zip(group.segments, group.plans.plans) {
        guard let segment = segments[row], !draft.hasFailed(row) else { continue }
        if group.segments.count == 1 { return draft.fail(segment, why: error.description) }
        try evaluate(
          SegmentGroup(segments: [row], plans: PlanGroup(plan)), looked, snapshot, &draft, cause: cause, asOf: asOf,
          at: instant)
      }
    }
  }
}

extension [Int64] {
  /// Consecutive parts of at most so many elements.
  func slices(of size: Int) -> [[Int64]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
