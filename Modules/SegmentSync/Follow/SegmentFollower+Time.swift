import FilterCompiler
import SegmentModel
import SegmentStore

/// What time alone changes for some: those who pass something of a sliding condition, and those with an event that lay
/// ahead.
extension SegmentFollower {
  func setCrossings(_ areTold: Bool) {
    guard areTold != isByCrossings else { return }
    isByCrossings = areTold
    (queue, areGroupsOld) = (nil, true)
    for segment in segments.values { segment.schedule(limits, isByCrossings: isByCrossings) }
  }

  /// Where other plans are live than before, or none were looked at yet.
  func renewGroups() {
    guard areGroupsOld else { return }
    dependencies = DependencyMap(segments.values, after: dependencies)
    areGroupsOld = false
    // What is new was built by the last step at the latest; who passes something since is still to be looked at.
    let done = queue?.done(at: horizon) ?? settled
    queue = isByCrossings ? TimeQueue(dependencies.timed, after: queue, done: done) : nil
  }

  /// Looks at those for whom time has come by now, at one instant after the other. Who is written as well is left to be
  /// looked at for that, by the segments that it concerns.
  func evaluateByTime(_ snapshot: any ProfileSnapshot, _ batch: FeedBatch, _ draft: inout StepDraft) throws {
    try lookAhead(snapshot, batch, &draft)
    if feedMark != nil {
      // The snapshot shows what is still to be read: it is not told from what time has changed.
      written.note(batch, dependencies.groups, at: draft.now)
      (draft.isTimeBehind, draft.isMore) = (true, true)
      return
    }
    for place in batch.everyone { draft.spared.formUnion(dependencies.groups[place].segments) }
    let begun = clock.now
    var (isNoted, looked) = (false, 0)
    var atBoundary = nextAtBoundary(draft)
    var boundary = atBoundary?.boundary
    while let instant = [draft.nextEventTime, queue?.earliest, boundary].compactMap(\.self).min(),
      instant <= draft.now, queue?.isKnown(until: instant) ?? true
    {
      let took = clock.now.milliseconds - begun.milliseconds
      let isEnough = max(looked, draft.flipCount) >= limits.touched || took >= limits.fullEvaluations
      if looked > 0, isEnough {
        draft.isTimeBehind = true
        break
      }
      if !isNoted { written.note(batch, dependencies.groups, at: draft.now) }
      isNoted = true
      if let segment = atBoundary, boundary == instant {
        looked += 1
        try evaluateEveryone(of: segment, passing: instant, snapshot, &draft)
      } else {
        looked += try evaluateDue(at: instant, snapshot, &draft)
      }
      if atBoundary?.boundary != boundary {
        atBoundary = nextAtBoundary(draft)
        boundary = atBoundary?.boundary
      }
    }
    if let due = queue?.nextDue, due <= draft.now { draft.isTimeBehind = true }
    if draft.isTimeBehind {
      draft.isMore = true
      if !isNoted { written.note(batch, dependencies.groups, at: draft.now) }
    } else {
      written = WrittenLooks()
    }
  }

  /// The snapshot shows what is still to be read of the feed after a start, for the index begins with all that is there,
  /// and in SQLite where more is there than one step reads. That is read first, but no more, however much is written.
  /// - Parameter end: of the feed.
  func setFeedMark(_ batch: FeedBatch, end: Int64) {
    if totals.isEmpty || feedMark == nil && !isByCrossings && batch.isMore { feedMark = end }
    if let mark = feedMark, batch.position >= mark { feedMark = nil }
  }

  /// The segment with the earliest boundary.
  private func nextAtBoundary(_ draft: StepDraft) -> FollowedSegment? {
    var (next, earliest) = (nil as FollowedSegment?, draft.now)
    for segment in segments.values {
      guard let boundary = segment.boundary, boundary <= earliest, !draft.spared.contains(segment.row) else { continue }
      if boundary == earliest, let next, next.row < segment.row { continue }
      (next, earliest) = (segment, boundary)
    }
    return next
  }

  private func evaluateEveryone(
    of segment: FollowedSegment, passing boundary: Instant, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws {
    // Who was written before it started is not known.
    var instant = max(boundary, startedAt)
    if let next = segment.live?.nextBoundary(after: boundary), next <= draft.now {
      let period = next.milliseconds - boundary.milliseconds
      let pause = draft.now.milliseconds - boundary.milliseconds
      let areMany = period < limits.betweenBoundaries || pause / period > limits.boundaries
      if areMany || pause > TimeQueue.longPause || !isByCrossings { instant = draft.now }
    }
    try evaluateEveryone(
      of: segment, at: instant, isSearching: instant > boundary, cause: .time, snapshot, &draft)
  }

  /// - Returns: how many were looked at, one at least.
  private func evaluateDue(
    at instant: Instant, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws -> Int {
    // Who was written before it started is not known.
    let now = max(instant, startedAt)
    var due = try whoIsDue(at: instant, now: now, snapshot, &draft)
    var looked = 1
    try followRelations(of: &due, snapshot)
    for segment in due.everyone.flatMap({ dependencies.groups[$0].segments }).compactMap({ segments[$0] })
    where segment.due == nil && !segment.isRight(at: instant) && !draft.spared.contains(segment.row) {
      try evaluateEveryone(of: segment, at: now, isSearching: now > instant, cause: .time, snapshot, &draft)
    }
    for look in due.looks {
      for part in written.parts(of: look.entities, in: dependencies.groups[look.group], at: instant)
      where !part.segments.segments.isEmpty {
        for slice in part.entities.slices(of: SegmentBackendLimits.candidates) {
          looked += slice.count
          try evaluate(part.segments, slice, snapshot, &draft, cause: .time, asOf: now, at: instant)
        }
      }
    }
    return looked
  }

  private func lookAhead(_ snapshot: any ProfileSnapshot, _ batch: FeedBatch, _ draft: inout StepDraft) throws {
    let begun = clock.now
    let crowds = try queue?.lookAhead(from: draft.now, in: snapshot) {
      self.clock.now.milliseconds - begun.milliseconds >= limits.lookingAhead
    }
    for place in crowds ?? [] { lookAtEveryone(dependencies.timed[place].groups) }
    for (place, entities) in batch.timed {
      try queue?.renew(entities.sorted(), of: place, after: draft.now, in: snapshot)
    }
    draft.nextEventTime = nextEventTime
    draft.lastWithEvent = lastWithEvent
    // At the start nothing is known of them yet.
    let isFirst = totals.isEmpty
    if isFirst || batch.hasEvents {
      let next = try snapshot.nextEventTime(after: isFirst ? settled : draft.now)
      draft.nextEventTime = [nextEventTime, next].compactMap(\.self).min()
    }
  }

  /// - Parameter now: up to which those who are due are looked at.
  private func whoIsDue(
    at instant: Instant, now: Instant, _ snapshot: any ProfileSnapshot, _ draft: inout StepDraft
  ) throws -> FeedBatch {
    var due = FeedBatch(at: draft.position)
    if draft.nextEventTime == instant {
      let contacts = try snapshot.contactsWithEvents(after: instant.advanced(milliseconds: -1), until: instant)
      let left = contacts.filter { $0 > draft.lastWithEvent ?? .min }
      let looked = Array(left.prefix(limits.touched))
      due.touch(byTime: looked, areContacts: true, in: dependencies.groupsWithEvents)
      if looked.count < left.count {
        draft.lastWithEvent = looked.last
      } else {
        draft.lastWithEvent = nil
        draft.nextEventTime = try snapshot.nextEventTime(after: instant)
      }
    }
    for (place, entities) in queue?.take(until: instant, limit: limits.touched) ?? [:] {
      let timed = dependencies.timed[place]
      due.touch(byTime: entities.sorted(), areContacts: timed.condition.isAboutPeople, in: timed.groups)
      try queue?.renew(entities.sorted(), of: place, after: now, in: snapshot)
    }
    return due
  }

  private func lookAtEveryone(_ groups: ConcernedGroups) {
    for group in [groups.people, groups.companies].compactMap(\.self) {
      for row in dependencies.groups[group].segments {
        segments[row]?.isOverdue = true
        segments[row]?.schedule(limits, isByCrossings: isByCrossings)
      }
    }
  }

  /// Up to which instant all that time alone changes is in the members after a step.
  func settled(after draft: StepDraft) -> Instant {
    // The first instant that is not all looked at, or told.
    var open = draft.nextEventTime ?? Instant(milliseconds: .max)
    for segment in segments.values {
      if let instant = segment.changesAt { open = min(open, instant) }
      if let instant = segment.pendingSince { open = min(open, instant) }
    }
    return max(settled, min(draft.now, queue?.done(at: draft.now) ?? draft.now, open.advanced(milliseconds: -1)))
  }
}
