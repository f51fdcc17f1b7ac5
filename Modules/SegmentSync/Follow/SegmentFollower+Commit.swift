import SegmentModel
import SegmentStore

/// What a step has found, committed, and then taken over into memory.
extension SegmentFollower {
  /// - Returns: whether endpoints are to be told something.
  func commit(_ draft: StepDraft, _ publicIDs: PublicIDs, over point: ServicePoint) throws -> Bool {
    let settled = settled(after: draft)
    var commit = MembershipCommit(
      epoch: point.epoch, from: point.position, position: draft.position, now: draft.now, settled: settled)
    commit.updates = draft.updates(segments, publicIDs, limits)
    for contact in draft.erased { commit.erased[contact] = publicIDs.people[contact] ?? "" }
    for (type, bitmap) in draft.totals where totals[type]?.count != bitmap.count { commit.totals[type] = bitmap.count }
    var result: CommittedStep?
    // Before the position is there for others to read.
    let unread = unreadPosition
    if let unread { standing.setTold(until: min(unread, standing.toldUntil)) }
    if !commit.updates.isEmpty || !commit.totals.isEmpty || commit.position != commit.from {
      result = try store.write { try $0.commit(commit) }
      if !commit.erased.isEmpty { try emptyLog() }
    }
    // From here on it holds.
    if let result {
      self.point?.position = draft.position
      self.point?.version = result.version
      self.point?.now = draft.now
    }
    standing.setTold(until: unread)
    for update in commit.updates { adopt(update, draft) }
    totals.merge(draft.totals) { $1 }
    horizon = draft.now
    self.settled = settled
    nextEventTime = draft.nextEventTime
    lastWithEvent = draft.lastWithEvent
    areDefinitionsNew = false
    schedule(commit.updates.map(\.segment))
    return result?.hasMessages ?? false
  }

  /// Where the feed stood before it said what some are still to be told of for; nil where nobody is.
  private var unreadPosition: Int64? {
    segments.values.lazy.compactMap { segment in
      segment.evaluatedAt == nil && segment.isFollowing ? 0 : segment.pendingPosition
    }.min()
  }

  /// What was overwritten in the file still stands in the log; a reader in the way leaves it to the next checkpoint.
  private func emptyLog() throws {
    do { try store.checkpoint() } catch SegmentStoreError.busy {}
  }

  private func adopt(_ update: SegmentUpdate, _ draft: StepDraft) {
    guard let segment = segments[update.segment] else { return }
    draft.segments[update.segment]?.adopt(into: &segment.members)
    if segment.due != nil {
      for change in update.changes { segment.toldAt[change.contact] = change.at }
    }
    segment.changesSinceSnapshot =
      update.snapshot == nil ? segment.changesSinceSnapshot + Int64(update.changes.count) : 0
    if let built = update.built {
      if segment.builtPlan != built.plan { areGroupsOld = true }
      segment.setBuilt(built.plan)
      report(.built(segment.id, count: segment.members.count))
    }
    if let failure = update.failure {
      areGroupsOld = true
      segment.setFailed(failure)
      report(.failed(segment.id, why: failure))
    }
  }

  private func schedule(_ touched: [Int64]) {
    for row in touched { segments[row]?.schedule(limits, isByCrossings: isByCrossings) }
    let instants = segments.values.compactMap { $0.due ?? $0.boundary }
    nextDue = (instants + [nextEventTime, queue?.nextDue].compactMap(\.self)).min()
  }
}
