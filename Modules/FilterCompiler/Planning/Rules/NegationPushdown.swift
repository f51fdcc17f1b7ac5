/// Negations stand directly at leaves: De Morgan, and two cancel. What is left below is then joined by "and" and "or"
/// alone, which can be flattened.
package struct NegationPushdown: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode { rewrite(node, isNegated: false) }

  private func rewrite(_ node: PlanNode, isNegated: Bool) -> PlanNode {
    switch node {
    case .not(let inner): return rewrite(inner, isNegated: !isNegated)
    case .all(let nodes):
      let parts = nodes.map { rewrite($0, isNegated: isNegated) }
      return isNegated ? .any(parts) : .all(parts)
    case .any(let nodes):
      let parts = nodes.map { rewrite($0, isNegated: isNegated) }
      return isNegated ? .all(parts) : .any(parts)
    default:
      let leaf = node.mappingChildren(rewrite)
      return isNegated ? .not(leaf) : leaf
    }
  }
}
