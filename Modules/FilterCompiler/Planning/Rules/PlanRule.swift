/// A rewriting of plans that changes no answer. One rule, one file; `Fixtures/plans/rules` shows what each does.
package protocol PlanRule: Sendable {
  func rewrite(_ node: PlanNode) -> PlanNode
}

extension PlanNode {
  /// Joined by "and": a group of one is that one.
  static func joined(all nodes: [PlanNode]) -> PlanNode { nodes.count == 1 ? nodes[0] : .all(nodes) }

  /// Joined by "or", likewise.
  static func joined(any nodes: [PlanNode]) -> PlanNode { nodes.count == 1 ? nodes[0] : .any(nodes) }
}
