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
    isTurnOfWaiting = !waiting.isEmpty && !isTurnOfWaiting
    var batch = isTurnOfWaiting ? FeedBatch(at: point.position) : try nextBatch(snapshot, after: point)
    if batch.hasDeclarations {
      try compileWhereNeeded(snapshot, rereadsDeclarations: true)
      renewGroups()
      batch = try nextBatch(snapshot, after: point)
    }
    try snapshot.takeIn(Array(batch.entries), after: point.position)
    var draft = StepDraft(now: now, position: batch.position)
    draft.isMore = batch.isMore || isTurnOfWaiting
    draft.erased = batch.erased
    try followRelations(of: &batch, snapshot)
    try evaluateByTime(snapshot, &batch, &draft)
    try evaluateTouched(snapshot, batch, &draft)
    if !waiting.isEmpty {
      draft.isMore = true
      // First whoever changes at an instant that is known.
      if batch.entries.isEmpty, !draft.isTimeBehind { try evaluateWaiting(snapshot, &draft) }
    }
    try evaluateEveryone(snapshot, &draft)
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
        guard let segment = segments[row], let plan = segment.live else { continue }
        try evaluateEveryone(of: segment, by: plan, snapshot, &draft, cause: .company)
      }
    }
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
        guard let instant else {
          draft.apply(found, among: looked, of: segment, cause: cause, at: nil)
          continue
        }
        // Everyone was looked at as of later, or is about to be for what came before: what is told of later first
        // would move that.
        if let evaluatedAt = segment.evaluatedAt, evaluatedAt >= instant { continue }
        if hasPassedBoundary(segment, before: instant) { continue }
        let instants = try instantsOfWaiting(found, among: looked, of: segment, before: instant, snapshot, draft)
        draft.apply(found, among: looked, of: segment, cause: cause) { instants[$0] ?? instant }
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

  /// Builds, edits, and those whose time has come; as many as the step has time for, one at least.
  private func evaluateEveryone(_ snapshot: any ProfileSnapshot, _ draft: inout StepDraft) throws {
    let begun = clock.now
    let waiting = segments.values.filter { $0.isDue(at: draft.now) }.sorted { $0.waitsBefore($1) }
    for (index, segment) in waiting.enumerated() {
      if index > 0, clock.now.milliseconds - begun.milliseconds >= limits.fullEvaluations {
        draft.isMore = true
        return
      }
      guard let plan = segment.needsBuild ? segment.plan : segment.live else { continue }
      // First whoever changes at an instant that is known.
      if !segment.needsBuild, draft.isTimeBehind { continue }
      try evaluateEveryone(of: segment, by: plan, snapshot, &draft, cause: segment.needsBuild ? .edit : .time)
    }
  }

  private func evaluateEveryone(
    of segment: FollowedSegment, by plan: LogicalPlan, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft,
    cause: ChangeCause
  ) throws {
    let start = clock.now
    do {
      let found = try snapshot.everyone(in: PlanGroup(plan), at: draft.now).first ?? Bitmap()
      let took = clock.now.milliseconds - start.milliseconds
      if cause == .time {
        try apply(everyoneByTime: found, of: segment, by: plan, snapshot, &draft, took: took)
      } else {
        let listed = cause == .edit ? SegmentLimits.listedEdit : nil
        draft.apply(everyone: found, of: segment, cause: cause, listed: listed, took: took)
      }
    } catch let error as PlanTooLarge {
      draft.fail(segment, why: error.description)
    }
  }
}

extension FollowedSegment {
  /// Builds and edits first, then who has waited longest.
  fileprivate func waitsBefore(_ other: FollowedSegment) -> Bool {
    if needsBuild != other.needsBuild { return needsBuild }
    return (evaluatedAt?.milliseconds ?? 0, row) < (other.evaluatedAt?.milliseconds ?? 0, other.row)
  }
}

extension [Int64] {
  /// Consecutive parts of at most so many elements.
  func slices(of size: Int) -> [[Int64]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
