import FilterCompiler
import SegmentModel
import SegmentStore

/// Looks at everyone of a segment.
extension SegmentFollower {
  /// Builds, edits, and those who are due; as many as the step has time for, one at least.
  func evaluateEveryone(_ snapshot: any ProfileSnapshot, _ draft: inout StepDraft) throws {
    let begun = clock.now
    let due = segments.values.filter { $0.isDue(at: draft.now) }.sorted { $0.isBefore($1) }
    for (index, segment) in due.enumerated() {
      if index > 0, clock.now.milliseconds - begun.milliseconds >= limits.fullEvaluations {
        draft.isMore = true
        return
      }
      if segment.needsBuild {
        try build(segment, snapshot, &draft)
      } else if segment.evaluatedAt == nil {
        try evaluateEveryone(of: segment, at: draft.now, cause: .company, snapshot, &draft)
      } else if !draft.isTimeBehind {
        // Not before whoever changes at an instant that is known.
        try evaluateEveryone(of: segment, at: draft.now, isSearching: true, cause: .time, snapshot, &draft)
      }
    }
  }

  private func build(_ segment: FollowedSegment, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft) throws {
    guard let plan = segment.plan else { return }
    try evaluate(segment, at: draft.now, &draft) { draft in
      let found = try snapshot.everyone(in: PlanGroup(plan), at: draft.now).first ?? Bitmap()
      draft.build(segment, of: found, listed: SegmentLimits.listedEdit)
    }
  }

  /// Takes in who of everyone is a member as of an instant.
  /// - Parameters:
  ///   - isSearching: whoever differs is told as of the instant at which time changed them, which is to be looked for; else
  ///     as of this one.
  ///   - cause: for `time` whoever was looked at as of the instant or later stays as they are.
  func evaluateEveryone(
    of segment: FollowedSegment, at instant: Instant, isSearching: Bool = false, cause: ChangeCause,
    _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws {
    guard let plan = segment.live else { return }
    try evaluate(segment, at: instant, &draft) { draft in
      let found = try snapshot.everyone(in: PlanGroup(plan), at: instant).first ?? Bitmap()
      var different = draft.members(of: segment).symmetricDifference(found)
      if cause == .time {
        different = different.subtracting(
          Bitmap(written.looks(by: segment).lazy.filter { $0.value >= instant }.map(\.key)))
      }
      if isSearching {
        try tell(different, found, of: segment, by: plan, after: right(segment), until: instant, snapshot, &draft)
      } else {
        // Of one that waits since another process it is not known where it began.
        let position = cause == .time ? nil : segment.evaluatedAt == nil ? 0 : draft.start
        let flips = PendingFlips(at: instant, cause: cause, position: position, entities: different)
        draft.tell([flips], of: segment, limit: limits.touched)
      }
    }
  }

  /// Tells that some became what they are after one instant and up to another, each at its own.
  func tell(
    _ different: Bitmap, _ members: Bitmap, of segment: FollowedSegment, by plan: LogicalPlan, after: Instant,
    until: Instant, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws {
    var search = InstantSearch(plan, after: after, until: until, members: members)
    var changes = segment.toldAt
    changes.merge(written.looks(by: segment), uniquingKeysWith: max)
    changes.merge(draft.lastChanges(in: segment), uniquingKeysWith: max)
    for flips in segment.pending {
      for entity in flips.entities.intersection(different) {
        changes[entity] = max(changes[entity] ?? flips.at, flips.at)
      }
    }
    let flips = try search.instants(of: different, after: changes, snapshot)
      .map { PendingFlips(at: $0.at, cause: .time, entities: $0.entities) }
    draft.tell(flips, of: segment, limit: limits.touched)
  }

  private func evaluate(
    _ segment: FollowedSegment, at instant: Instant, _ draft: inout StepDraft,
    _ body: (inout StepDraft) throws -> Void
  ) throws {
    let start = clock.now
    do {
      try body(&draft)
    } catch let error as PlanTooLarge {
      draft.fail(segment, why: error.description)
    }
    segment.setEvaluated(at: instant, took: clock.now.milliseconds - start.milliseconds)
    segment.schedule(limits, isByCrossings: isByCrossings)
    draft.setEvaluated(segment)
  }

  /// Up to which instant the members are right, as far as is known of all of them.
  private func right(_ segment: FollowedSegment) -> Instant { max(segment.evaluatedAt ?? settled, settled) }

  /// Tells some of those who wait for it, the earliest first: with everything else that a step does before and after it,
  /// so that a great many hold nothing up.
  func tellPending(_ draft: inout StepDraft) {
    var waiting = segments.values.filter { !$0.pending.isEmpty }.sorted { $0.row < $1.row }
    while draft.flipCount < limits.touched, !waiting.isEmpty {
      let instants = waiting.compactMap(\.pending.first?.at)
      guard let place = instants.indices.min(by: { instants[$0] < instants[$1] }) else { return }
      draft.tellPending(of: waiting[place], limit: limits.touched)
      if waiting[place].pending.isEmpty { waiting.remove(at: place) }
    }
  }
}

extension FollowedSegment {
  /// Builds and edits first, then who has waited longest.
  fileprivate func isBefore(_ other: FollowedSegment) -> Bool {
    if needsBuild != other.needsBuild { return needsBuild }
    return (evaluatedAt?.milliseconds ?? 0, row) < (other.evaluatedAt?.milliseconds ?? 0, other.row)
  }
}
