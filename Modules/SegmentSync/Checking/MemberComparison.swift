import FilterCompiler
import SegmentModel
import SegmentStore

/// What is committed of the segments, held against the profiles.
///
/// It says something only where both are of one moment: what is read of `segments.sqlite`, and a snapshot of the profiles
/// that was taken after it and whose feed ends where the follower stands. One taken before could be older than what the
/// follower has seen.
struct MemberComparison {
  enum Verdict: Sendable {
    case same
    case differs(CheckReport.Finding)
    /// It cannot be said yet, and why.
    case wait(String)
    /// It cannot be said, and why.
    case failed(String)
    /// The segment was deleted meanwhile.
    case gone
  }

  /// Ids of a difference that are told.
  private static let told = 100

  let reading: SegmentReading
  let point: ServicePoint
  let snapshot: any ProfileSnapshot

  /// Why these profiles say nothing of what is committed; nil where they do.
  func obstacle() throws -> String? {
    guard let profiles = point.profiles else { return "No query server has followed the profiles yet." }
    guard try snapshot.instance() == profiles else { return "The segments are those of another profiles.sqlite." }
    let end = try snapshot.feedEnd()
    if end == point.position { return nil }
    return "The segments stand at position \(point.position) of the change feed, which ends at \(end)."
  }

  func verdict(on segment: SegmentName, _ compiler: SegmentCompiler) throws -> Verdict {
    guard let stored = try reading.segment(segment.id) else { return .gone }
    switch stored.state {
    case .failed(let why): return .failed("It cannot be evaluated: \(why)")
    case .building: return .wait("It is being built.")
    case .ready: break
    }
    // Of a company's people a part is told, the rest by the next steps.
    if stored.evaluatedAt == nil { return .wait("What the change feed says of others is not told of all of them yet.") }
    guard let plan = try? compiler.compile(stored.definition, id: stored.id).plan, plan.fingerprint == stored.plan
    else { return .wait("Its members are of another definition than the present one.") }
    do {
      guard let members = try reading.members(of: stored.row, at: point.version) else {
        return .failed("Its members are not kept.")
      }
      return try verdict(on: stored, members, plan)
    } catch let error as PlanTooLarge {
      return .failed(error.description)
    } catch SegmentStoreError.damaged(let what) {
      return .failed("Its members cannot be read: \(what).")
    }
  }

  private func verdict(on segment: StoredSegment, _ members: Bitmap, _ plan: LogicalPlan) throws -> Verdict {
    let found = Bitmap(try snapshot.members(of: plan, among: nil, at: point.now))
    var entered = Array(found.subtracting(members))
    var left = Array(members.subtracting(found))
    if entered.isEmpty, left.isEmpty { return .same }
    // Whoever was right when time was last followed only lags behind it.
    let settled = Set(try self.members(of: plan, among: entered + left, at: point.settled))
    entered.removeAll { !settled.contains($0) }
    left.removeAll { settled.contains($0) }
    if entered.isEmpty, left.isEmpty {
      return .wait("What time alone has changed in it since \(point.settled) is not looked at yet.")
    }
    let detail = "By a fresh evaluation \(entered.count) entered and \(left.count) left."
    let finding = CheckReport.Finding(
      segment: SegmentName(id: segment.id, name: segment.definition.name), finding: CheckFinding(.members, detail),
      entered: try ids(entered, isPeople: segment.isPeople), left: try ids(left, isPeople: segment.isPeople))
    return .differs(finding)
  }

  /// Content types whose total is another one.
  func totals() throws -> [CheckFinding] {
    let totals = try reading.totals()
    return try ContentType.allCases.compactMap { type in
      guard let committed = totals[type] else { return nil }
      let definition = SegmentDefinition(
        name: type.rawValue, color: "", contentType: type, filter: .all([]), filterJSON: ["all": []])
      let plan = try SegmentCompiler(library: [String: SegmentDefinition]()).compile(definition).plan
      let found = Int64(try snapshot.count(of: plan, at: point.now))
      if found == committed { return nil }
      return CheckFinding(.total, "The total of \(type.rawValue) is \(committed), and there are \(found).")
    }
  }

  private func members(of plan: LogicalPlan, among rows: [Int64], at instant: Instant) throws -> [Int64] {
    try rows.sorted().slices(of: SegmentBackendLimits.candidates).flatMap {
      try snapshot.members(of: plan, among: $0, at: instant)
    }
  }

  /// Public ids of the first ones; `row 7` for one that there is not.
  private func ids(_ rows: [Int64], isPeople: Bool) throws -> [String] {
    let rows = Array(rows.prefix(Self.told))
    let ids = try snapshot.publicIDs(of: rows, isPeople: isPeople)
    return rows.map { ids[$0] ?? "row \($0)" }
  }
}
