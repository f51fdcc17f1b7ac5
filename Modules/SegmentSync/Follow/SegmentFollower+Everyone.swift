import FilterCompiler
import SegmentModel
import SegmentStore

/// Those of one segment who differ because of time, and are looked at in slices.
struct WaitingSegment {
  let segment: Int64
  let entities: Bitmap
  /// Up to this instant the members were right.
  let since: Instant
  /// The last of `entities` that was looked at; nil: none was.
  var last: Int64?

  func isStillToCome(_ entity: Int64) -> Bool { entity > last ?? -1 && entities.contains(entity) }

  /// Those to be looked at next.
  func next(_ count: Int) -> [Int64] { Array(entities.ids(after: last ?? -1).prefix(count)) }
}

/// What time alone changes for everyone: found by looking at them all, and told as of the instant at which it happened.
extension SegmentFollower {
  /// Takes in who of everyone is a member now, for what time alone has changed. If a great many differ, they are left to
  /// be looked at in slices.
  func apply(
    everyoneByTime found: Bitmap, of segment: FollowedSegment, by plan: LogicalPlan, _ snapshot: any ProfileSnapshot,
    _ draft: inout StepDraft, took: Int64
  ) throws {
    let different = draft.different(found, from: segment)
    // Some may still wait since the evaluation before.
    let left = waiting.first { $0.segment == segment.row }
    let since = min(left?.since ?? right(segment), right(segment))
    if different.count > limits.touched {
      draft.wait(WaitingSegment(segment: segment.row, entities: different, since: since), took: took)
    } else {
      var search = InstantSearch(plan, after: since, until: draft.now)
      let instants = try search.instants(
        of: Array(different), areMembers: found.contains, after: draft.lastChanges(in: segment), snapshot)
      draft.apply(everyone: found, of: segment, cause: .time, listed: nil, at: instants, took: took)
    }
  }

  /// Up to which instant the members are right, as far as is known of all of them.
  func right(_ segment: FollowedSegment) -> Instant { max(segment.evaluatedAt ?? settled, settled) }

  /// Whether a boundary before an instant is still to be looked at for everyone.
  func hasPassedBoundary(_ segment: FollowedSegment, before instant: Instant) -> Bool {
    guard let changesAt = segment.changesAt, changesAt < instant else { return false }
    return segment.live?.nextBoundary(after: right(segment)).map { $0 < instant } ?? false
  }

  /// Of those looked at because of what they pass at an instant, who became what they are before it, and when: at a
  /// boundary for which they still wait to be looked at.
  func instantsOfWaiting(
    _ found: [Int64], among looked: [Int64], of segment: FollowedSegment, before instant: Instant,
    _ snapshot: any ProfileSnapshot, _ draft: StepDraft
  ) throws -> [Int64: Instant] {
    guard let plan = segment.live, let left = waiting.first(where: { $0.segment == segment.row }) else { return [:] }
    let members = Set(found)
    let different = looked.filter { entity in
      left.isStillToCome(entity) && members.contains(entity) != draft.isMember(entity, of: segment)
    }
    var search = InstantSearch(plan, after: left.since, until: instant)
    return try search.instants(
      of: different, areMembers: members.contains, after: draft.lastChanges(in: segment), snapshot)
  }

  /// A slice of those whom an evaluation of everyone found to differ: with everything else that a step does before and
  /// after it, so that a great many hold nothing up.
  func evaluateWaiting(_ snapshot: any ProfileSnapshot, _ draft: inout StepDraft) throws {
    guard let first = waiting.first else { return }
    let looked = first.next(limits.touched)
    if let segment = segments[first.segment], let plan = segment.live {
      var search = InstantSearch(plan, after: first.since, until: draft.now)
      for slice in looked.slices(of: SegmentBackendLimits.candidates) {
        let found = try snapshot.members(of: plan, among: slice, at: draft.now)
        let members = Set(found)
        let different = slice.filter { members.contains($0) != draft.isMember($0, of: segment) }
        let instants = try search.instants(
          of: different, areMembers: members.contains, after: draft.lastChanges(in: segment), snapshot)
        draft.apply(found, among: slice, of: segment, cause: .time, at: instants)
      }
    }
    waiting[0].last = looked.last
    if waiting[0].next(1).isEmpty { waiting.removeFirst() }
    if !waiting.isEmpty { draft.isMore = true }
  }

  /// An evaluation of everyone takes the place of what was left of the one before, and so does a build.
  func adoptWaiting(_ draft: StepDraft) {
    waiting.removeAll { draft.evaluations[$0.segment] != nil }
    waiting += draft.waiting.sorted { $0.segment < $1.segment }
  }
}
