import FilterCompiler
import SegmentModel

/// Looks for the instants at which some became what they are: time alone changed them, some time ago.
struct InstantSearch {
  private let plan: LogicalPlan
  private let since: Instant
  private let until: Instant
  /// Evaluations that are left; who is not found by then is told as of the end.
  private var looks = 500

  /// - Parameters:
  ///   - since: nobody was then what they are.
  ///   - until: everybody was.
  init(_ plan: LogicalPlan, after since: Instant, until: Instant) {
    self.plan = plan
    self.since = since
    self.until = until
  }

  /// - Parameters:
  ///   - ids: ascending.
  ///   - areMembers: what they are.
  ///   - changes: of those who changed since, when they last did: from then on they were not what they are.
  mutating func instants(
    of ids: [Int64], areMembers: (Int64) -> Bool, after changes: [Int64: Instant], _ snapshot: any ProfileSnapshot
  ) throws -> [Int64: Instant] {
    if ids.isEmpty { return [:] }
    var instants: [Int64: Instant] = [:]
    var parts = Dictionary(grouping: ids) { max(changes[$0] ?? since, since) }.map { after, ids in
      (ids: ids, after: after.milliseconds, until: until.milliseconds)
    }
    // Most often it is the one boundary in between, for all of them, or the end.
    if let boundary = plan.nextBoundary(after: since)?.milliseconds, boundary < until.milliseconds {
      for instant in [until.milliseconds - 1, boundary, boundary - 1] {
        var smaller: [Part] = []
        for part in parts { smaller += try split(part, at: instant, areMembers, snapshot) }
        parts = smaller
      }
    }
    while let part = parts.popLast() {
      if part.until - part.after <= 1 || looks <= 0 {
        for id in part.ids { instants[id] = Instant(milliseconds: part.until) }
      } else {
        parts += try split(part, at: part.after + (part.until - part.after) / 2, areMembers, snapshot)
      }
    }
    return instants
  }

  private typealias Part = (ids: [Int64], after: Int64, until: Int64)

  /// Those who were what they are at an instant, and those who became it later.
  private mutating func split(
    _ part: Part, at instant: Int64, _ areMembers: (Int64) -> Bool, _ snapshot: any ProfileSnapshot
  ) throws -> [Part] {
    guard instant > part.after, instant < part.until else { return [part] }
    var early: [Int64] = []
    var late: [Int64] = []
    for slice in part.ids.slices(of: SegmentBackendLimits.candidates) {
      looks -= 1
      let members = try snapshot.members(of: plan, among: slice, at: Instant(milliseconds: instant))
      var next = 0
      for id in slice {
        if members.hasNext(id, from: &next) == areMembers(id) { early.append(id) } else { late.append(id) }
      }
    }
    return [(early, part.after, instant), (late, instant, part.until)].filter { !$0.ids.isEmpty }
  }
}
