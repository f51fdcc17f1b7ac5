import SegmentModel

extension BoundSegment {
  /// The segment as one condition: its content type, then by hand, else its parent's and its own filter.
  var plan: PlanNode {
    var condition = filter.plan
    if case .segment(let parent) = parent { condition = .all([parent.plan, condition]) }
    if !included.isEmpty { condition = .any([.picked(included), condition]) }
    var parts: [PlanNode] = []
    if let state = contentType.state { parts.append(.state(state)) }
    if !excluded.isEmpty { parts.append(.not(.picked(excluded))) }
    return .all(parts + [condition])
  }
}

extension BoundFilter {
  /// The filter without its places and references, not yet rewritten by any rule.
  package var plan: PlanNode {
    switch node {
    case .all(let nodes): return .all(nodes.map(\.plan))
    case .any(let nodes): return .any(nodes.map(\.plan))
    case .not(let inner): return .not(inner.plan)
    case .property(let key, let condition):
      let test = PlanNode.property(key, condition.test)
      return condition.isComplement ? .not(test) : test
    case .event(let event): return event.plan
    case .sequence(let sequence): return .sequence(sequence)
    case .segment(let segment): return segment.plan
    case .list(let id): return .list(id)
    case .sample(let sample): return .sample(sample)
    case .related(let relation): return relation.plan
    }
  }
}

extension BoundEvent {
  var plan: PlanNode {
    switch measure {
    case .count(let count, let within): return counted(count, within)
    case .occurrence(let test): return .event(EventTest(events: events, question: .occurrence(test)))
    case .periods(let test): return .event(EventTest(events: events, question: .periods(test)))
    case .aggregate(let test, let isComplement, let count):
      let aggregate = PlanNode.event(EventTest(events: events, question: .aggregate(test)))
      let asked = isComplement ? PlanNode.not(aggregate) : aggregate
      return count.map { .all([counted($0, test.within), asked]) } ?? asked
    }
  }

  private func counted(_ count: CountTest, _ within: TimeRange) -> PlanNode {
    count.plan { minimum, maximum in
      .event(EventTest(events: events, question: .count(minimum: minimum, maximum: maximum, within: within)))
    }
  }
}

extension BoundRelation {
  var plan: PlanNode {
    let condition = filter.plan
    func counted(_ condition: PlanNode, _ minimum: Int, _ maximum: Int?) -> PlanNode {
      .related(RelationTest(relation: relation, condition: condition, minimum: minimum, maximum: maximum))
    }
    switch measure {
    case .count(let count): return count.plan { counted(condition, $0, $1) }
    case .quantifier(.any): return counted(condition, 1, nil)
    case .quantifier(.none): return .not(counted(condition, 1, nil))
    // At least one, and none that does not.
    case .quantifier(.all): return .all([counted(.everyone, 1, nil), .not(counted(.not(condition), 1, nil))])
    }
  }
}

extension CountTest {
  /// As a test that asks for at least one, or its complement.
  fileprivate func plan(_ counted: (_ minimum: Int, _ maximum: Int?) -> PlanNode) -> PlanNode {
    switch self {
    case .atLeast(let n): n == 0 ? .everyone : counted(n, nil)
    case .atMost(let n): .not(counted(n + 1, nil))
    case .exactly(let n): n == 0 ? .not(counted(1, nil)) : counted(n, n)
    }
  }
}
