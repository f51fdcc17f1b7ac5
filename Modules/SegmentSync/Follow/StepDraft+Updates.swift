import FilterCompiler
import SegmentModel
import SegmentStore

/// Public ids of those who entered or left.
struct PublicIDs {
  var people: [Int64: String] = [:]
  var companies: [Int64: String] = [:]
}

extension SegmentFollower {
  func publicIDs(_ snapshot: any ProfileSnapshot, _ draft: StepDraft) throws -> PublicIDs {
    var ids = PublicIDs()
    for isPeople in [true, false] {
      var entities: Set<Int64> = []
      for (row, found) in draft.segments where segments[row]?.isPeople == isPeople {
        entities.formUnion(found.changes.lazy.map(\.entity))
      }
      if isPeople { entities.formUnion(draft.erased) }
      for slice in entities.sorted().slices(of: SegmentBackendLimits.candidates) {
        let found = try snapshot.publicIDs(of: slice, isPeople: isPeople)
        if isPeople { ids.people.take(found) } else { ids.companies.take(found) }
      }
    }
    return ids
  }
}

extension StepDraft {
  /// What the store is to write.
  func updates(
    _ known: [Int64: FollowedSegment], _ ids: PublicIDs, _ limits: FollowerLimits
  ) -> [SegmentUpdate] {
    segments.sorted { $0.key < $1.key }.compactMap { row, found in
      guard let segment = known[row] else { return nil }
      var update = SegmentUpdate(segment: row)
      let names = segment.isPeople ? ids.people : ids.companies
      update.changes = found.changesInOrder.map { change in
        SegmentUpdate.Change(
          contact: change.entity, publicID: names[change.entity] ?? "", kind: change.kind, cause: change.cause,
          at: change.at)
      }
      let isTooLong = segment.changesSinceSnapshot + Int64(found.changes.count) > Int64(limits.changesPerSnapshot)
      if found.isReset || isTooLong { update.snapshot = found.members(of: segment) }
      update.isReset = found.isReset
      update.built = found.built
      update.failure = found.failure
      update.evaluatedAt = evaluatedAt(segment)
      update.isUnread = segment.pendingPosition != nil
      // A segment that failed before its first build has no count.
      if segment.builtPlan != nil || found.isReset { update.count = found.count(of: segment) }
      return update
    }
  }
}

extension [Int64: String] {
  /// Merges without going through the first ones.
  fileprivate mutating func take(_ others: [Int64: String]) {
    if isEmpty { self = others } else { merge(others) { $1 } }
  }
}
