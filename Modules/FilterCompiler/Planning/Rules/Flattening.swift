/// "And" in "and", "or" in "or", groups of one, and conditions that stand twice in a group.
package struct Flattening: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode {
    switch node.mappingChildren(rewrite) {
    case .all(let nodes):
      return .joined(all: distinct(nodes.flatMap { if case .all(let inner) = $0 { inner } else { [$0] } }))
    case .any(let nodes):
      return .joined(any: distinct(nodes.flatMap { if case .any(let inner) = $0 { inner } else { [$0] } }))
    case let other: return other
    }
  }

  private func distinct(_ nodes: [PlanNode]) -> [PlanNode] {
    var seen: Set<PlanNode> = []
    return nodes.filter { seen.insert($0).inserted }
  }
}
