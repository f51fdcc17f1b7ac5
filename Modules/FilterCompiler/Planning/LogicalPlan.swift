import SegmentModel

/// A compiled segment: what to evaluate, over whom, what it depends on.
package struct LogicalPlan: Sendable, Hashable {
  /// Contacts or companies.
  package var isPeople: Bool
  package var root: PlanNode
  package var dependencies: PlanDependencies

  init(isPeople: Bool, root: PlanNode) {
    self.isPeople = isPeople
    self.root = root
    dependencies = PlanDependencies(of: root)
  }
}

/// What a change must touch for the plan's answer to change.
package struct PlanDependencies: Sendable, Hashable {
  package private(set) var properties: Set<PropertyKey> = []
  package private(set) var events: Set<String> = []
  package private(set) var isOnState = false

  init(of root: PlanNode) { add(root) }

  private mutating func add(_ node: PlanNode) {
    switch node {
    case .everyone, .nobody: break
    case .all(let nodes), .any(let nodes): for node in nodes { add(node) }
    case .not(let inner): add(inner)
    case .state: isOnState = true
    case .property(let key, _): properties.insert(key)
    case .event(let event): events.insert(event.name)
    }
  }
}
