/// What becomes of a plan before it is evaluated.
package struct PlanOptimizer: Sendable {
  /// In their order: each finds what those before it left.
  package var rules: [any PlanRule]
  package var sharesConditions: Bool

  package init(rules: [any PlanRule], sharesConditions: Bool = false) {
    self.rules = rules
    self.sharesConditions = sharesConditions
  }

  package static let standard = PlanOptimizer(
    rules: [NegationPushdown(), Flattening(), ConstantFolding(), ValueSetMerging(), CheapestFirst()],
    sharesConditions: true)
  /// The plan as the filter says it; for tests.
  package static let none = PlanOptimizer(rules: [])

  func plan(_ root: PlanNode, isPeople: Bool) -> LogicalPlan {
    let rewritten = rules.reduce(root) { $1.rewrite($0) }
    guard sharesConditions else { return LogicalPlan(isPeople: isPeople, root: rewritten, shared: []) }
    var sharing = ConditionSharing(rewritten, isPeople: isPeople)
    let root = sharing.rewrite(rewritten, isPeople: isPeople)
    return LogicalPlan(isPeople: isPeople, root: root, shared: sharing.shared)
  }
}
