import SegmentModel

/// In a group, what costs little stands first: it may spare the rest. Among equals the order stays.
package struct CheapestFirst: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode {
    switch node.mappingChildren(rewrite) {
    case .all(let nodes): return .all(sorted(nodes))
    case .any(let nodes): return .any(sorted(nodes))
    case let other: return other
    }
  }

  private func sorted(_ nodes: [PlanNode]) -> [PlanNode] {
    nodes.enumerated().map { (cost: $1.cost, place: $0, node: $1) }
      .sorted { ($0.cost, $0.place) < ($1.cost, $1.place) }.map(\.node)
  }
}

extension PlanNode {
  /// Roughly what a look costs; a column is 1.
  fileprivate var cost: Int {
    switch self {
    case .state: 1
    case .picked: 2
    case .property(_, .isSet): 3
    case .property: 4
    case .sample: 5
    case .list: 6
    case .shared: 8
    case .event(let test): if case .count(1, nil, _) = test.question { 20 } else { 40 }
    case .sequence: 80
    case .related(let test): 40 + test.condition.cost
    case .not(let inner): inner.cost
    case .all(let nodes), .any(let nodes): nodes.reduce(0) { min($0 + $1.cost, 1_000_000) }
    }
  }
}
