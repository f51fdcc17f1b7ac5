import SegmentModel

extension BoundSegment {
  /// The segment as one condition: its content type, its parent's and its own filter.
  var plan: PlanNode {
    var parts: [PlanNode] = []
    if let state = contentType.state { parts.append(.state(state)) }
    if case .segment(let parent) = parent { parts.append(parent.plan) }
    return .conjunction(parts + [filter.plan])
  }
}

extension BoundFilter {
  /// The filter without its places and references.
  package var plan: PlanNode {
    switch node {
    case .all(let nodes): .conjunction(nodes.map(\.plan))
    case .any(let nodes): .disjunction(nodes.map(\.plan))
    case .not(let inner): inner.plan.negated
    case .property(let key, let condition):
      condition.isComplement ? PlanNode.property(key, condition.test).negated : .property(key, condition.test)
    case .event(let event): event.plan
    case .segment(let segment): segment.plan
    }
  }
}

extension BoundEvent {
  var plan: PlanNode {
    func counted(_ minimum: Int, _ maximum: Int?) -> PlanNode {
      .event(.init(name: name, where: `where`, window: window, minimum: minimum, maximum: maximum))
    }
    switch count {
    case .atLeast(let n): return n == 0 ? .everyone : counted(n, nil)
    case .atMost(let n): return counted(n + 1, nil).negated
    case .exactly(let n): return n == 0 ? counted(1, nil).negated : counted(n, n)
    }
  }
}
