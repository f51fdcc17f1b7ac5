import FilterCompiler
import SegmentModel
import SegmentStore

/// Those of one segment who differ because of time, and are looked at in slices.
struct WaitingSegment {
  let segment: Int64
  /// Ascending.
  let entities: [Int64]
  /// Of `entities`, those that were looked at.
  var done = 0
}

/// What time alone changes.
extension SegmentFollower {
  func setCrossings(_ areTold: Bool) {
    guard areTold != isByCrossings else { return }
    isByCrossings = areTold
    (queue, areGroupsOld) = (nil, true)
    for row in segments.keys {
      segments[row]?.isOverdue = true
      segments[row]?.schedule(limits, isByCrossings: isByCrossings)
    }
  }

  /// Where other plans are live than before, or none were looked at yet.
  func renewGroups(at now: Instant) {
    guard areGroupsOld else { return }
    dependencies = DependencyMap(segments.values)
    areGroupsOld = false
    queue = isByCrossings ? TimeQueue(dependencies.timed, done: queue?.done(at: now) ?? now) : nil
  }

  /// Who passes something of a sliding condition by now.
  func takeDue(_ snapshot: any ProfileSnapshot, _ batch: inout FeedBatch, _ draft: inout StepDraft) throws {
    guard queue != nil else { return }
    let begun = clock.now
    let ahead = try queue?.lookAhead(from: draft.now, in: snapshot) {
      self.clock.now.milliseconds - begun.milliseconds >= limits.lookingAhead
    }
    for place in ahead?.crowded ?? [] { lookAtEveryone(dependencies.timed[place].groups) }
    for (place, entities) in batch.timed {
      try queue?.renew(entities.sorted(), of: place, at: draft.now, in: snapshot)
    }
    guard let (due, isMore) = queue?.takeDue(at: draft.now, limit: limits.touched) else { return }
    for (place, passings) in Dictionary(grouping: due, by: \.condition) {
      let timed = dependencies.timed[place]
      let entities = Set(passings.map(\.entity)).sorted()
      batch.touch(byTime: entities, areContacts: timed.condition.isAboutPeople, in: timed.groups)
      try queue?.renew(entities, of: place, at: draft.now, in: snapshot)
    }
    if isMore || ahead?.isMore ?? false { draft.isMore = true }
  }

  private func lookAtEveryone(_ groups: ConcernedGroups) {
    for group in [groups.people, groups.companies].compactMap(\.self) {
      for row in dependencies.groups[group].segments {
        segments[row]?.isOverdue = true
        segments[row]?.schedule(limits, isByCrossings: isByCrossings)
      }
    }
  }

  /// A slice of those whom an evaluation of everyone found to differ: with everything else that a step does before and
  /// after it, so that a great many hold nothing up.
  func evaluateWaiting(_ snapshot: any ProfileSnapshot, _ draft: inout StepDraft) throws {
    guard let first = waiting.first else { return }
    let looked = Array(first.entities.dropFirst(first.done).prefix(limits.touched))
    if let plan = segments[first.segment]?.live {
      let group = SegmentGroup(segments: [first.segment], plans: PlanGroup(plan))
      for slice in looked.slices(of: SegmentBackendLimits.candidates) {
        try evaluate(group, slice, snapshot, &draft, cause: .time)
      }
    }
    if waiting.count > 1 || first.done + looked.count < first.entities.count { draft.isMore = true }
    waiting[0].done += looked.count
    if waiting[0].done == waiting[0].entities.count { waiting.removeFirst() }
  }

  /// An evaluation of everyone takes the place of what was left of the one before.
  func adoptWaiting(_ draft: StepDraft) {
    waiting.removeAll { draft.waiting[$0.segment] != nil }
    for (segment, entities) in draft.waiting.sorted(by: { $0.key < $1.key }) {
      waiting.append(WaitingSegment(segment: segment, entities: entities))
    }
  }
}
