package import SegmentModel

/// Explains the membership of one contact or company, node by node, from what a backend answers and shows.
package struct Explainer<Evidence: SegmentEvidence> {
  /// Others at the end of a relation that are looked at, at most.
  static var relatedLimit: Int { 1000 }

  let evidence: Evidence
  let now: Instant

  package init(_ evidence: Evidence, at now: Instant) {
    self.evidence = evidence
    self.now = now
  }

  /// - Parameter id: row id of a contact or company that exists.
  package func explain(_ compiled: CompiledSegment, of id: Int64) throws -> Explanation {
    let segment = try explain(compiled.bound, Subject(id: id, isPeople: compiled.plan.isPeople))
    let isMember = try !evidence.members(of: compiled.plan, among: [id], at: now).isEmpty
    var search = NextChangeSearch(evidence: evidence, plan: compiled.plan, id: id)
    return Explanation(isMember: isMember, asOf: now, changes: try search.next(after: now), segment: segment)
  }

  struct Subject {
    var id: Int64
    var isPeople: Bool
  }

  func holds(_ node: PlanNode, _ subject: Subject) throws -> Bool {
    let plan = LogicalPlan(isPeople: subject.isPeople, root: node, shared: [])
    return try !evidence.members(of: plan, among: [subject.id], at: now).isEmpty
  }

  private func explain(_ segment: BoundSegment, _ subject: Subject) throws -> SegmentExplanation {
    let filter = try explain(segment.filter, subject)
    var parent = SegmentExplanation.Parent.none
    var holds = filter.holds
    if case .segment(let bound) = segment.parent {
      let found = try explain(bound, subject)
      parent = .segment(found)
      holds = holds && found.holds
    }
    var byHand: Bool?
    var until: Instant?
    for (picks, isIncluded) in [(segment.included, true), (segment.excluded, false)] where !picks.isEmpty {
      guard try self.holds(.picked(picks), subject) else { continue }
      byHand = isIncluded
      until = try lastEnd(of: picks, subject)
    }
    let isOfContentType = try segment.contentType.state.map { try self.holds(.state($0), subject) } ?? true
    return SegmentExplanation(
      id: segment.id, holds: isOfContentType && (byHand ?? holds), contentType: segment.contentType,
      isOfContentType: isOfContentType, isIncludedByHand: byHand, byHandUntil: until, parent: parent, filter: filter)
  }

  /// When the last of those that are about somebody ends; nil: never.
  private func lastEnd(of picks: [HandPick], _ subject: Subject) throws -> Instant? {
    for end in Set(picks.compactMap(\.until)).sorted() where end > now {
      let later = picks.filter { pick in pick.until.map { $0 > end } ?? true }
      if try !holds(.picked(later), subject) { return end }
    }
    return nil
  }

  func explain(_ filter: BoundFilter, _ subject: Subject) throws -> NodeExplanation {
    func node(_ holds: Bool, _ finding: NodeExplanation.Finding) -> NodeExplanation {
      NodeExplanation(pointer: filter.pointer, holds: holds, finding: finding)
    }
    switch filter.node {
    case .all(let nodes):
      let parts = try nodes.map { try explain($0, subject) }
      return node(parts.allSatisfy(\.holds), .group("all", parts))
    case .any(let nodes):
      let parts = try nodes.map { try explain($0, subject) }
      return node(parts.contains(where: \.holds), .group("any", parts))
    case .not(let inner):
      let part = try explain(inner, subject)
      return node(!part.holds, .group("not", [part]))
    case .property(let key, let condition):
      return node(try holds(filter.plan, subject), .value(try finding(key, condition, subject)))
    case .event(let event): return node(try holds(filter.plan, subject), .events(try finding(event, subject)))
    case .sequence(let sequence):
      return node(try holds(filter.plan, subject), .events(try finding(sequence, subject)))
    case .list: return node(try holds(filter.plan, subject), .plain)
    case .sample(let test):
      let publicID = try evidence.publicID(of: subject.id, isPeople: subject.isPeople) ?? ""
      return node(try holds(filter.plan, subject), .sample(test, share: test.share(of: publicID)))
    case .segment(let segment):
      let found = try explain(segment, subject)
      return node(found.holds, .segment(found))
    case .related(let relation):
      return node(try holds(filter.plan, subject), .related(try finding(relation, subject)))
    }
  }

  private func finding(_ related: BoundRelation, _ subject: Subject) throws -> RelatedFinding {
    let ids = try evidence.related(to: subject.id, by: related.relation, limit: Self.relatedLimit)
    let count =
      ids.count < Self.relatedLimit
      ? ids.count : try evidence.relatedCount(of: subject.id, by: related.relation)
    let plan = LogicalPlan(isPeople: !subject.isPeople, root: related.filter.plan, shared: [])
    let matching = Set(try evidence.members(of: plan, among: ids, at: now))
    let shown = (ids.filter(matching.contains) + ids.filter { !matching.contains($0) })
      .prefix(RelatedFinding.shownOthers)
    let others = try shown.map { id in
      RelatedFinding.Other(
        publicID: try evidence.publicID(of: id, isPeople: !subject.isPeople) ?? "",
        node: try explain(related.filter, Subject(id: id, isPeople: !subject.isPeople)))
    }
    return RelatedFinding(
      relation: related.relation, count: count, examined: ids.count, matching: matching.count, others: others)
  }
}
