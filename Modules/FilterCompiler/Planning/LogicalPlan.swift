package import SegmentModel

/// A compiled segment: what to evaluate, over whom, what it depends on.
package struct LogicalPlan: Sendable, Hashable {
  /// Contacts or companies.
  package var isPeople: Bool
  package var root: PlanNode
  /// Conditions that stand more than once; each may contain those before it.
  package var shared: [SharedCondition]
  package var dependencies: PlanDependencies

  init(isPeople: Bool, root: PlanNode, shared: [SharedCondition]) {
    self.isPeople = isPeople
    self.root = root
    self.shared = shared
    dependencies = PlanDependencies(of: [root] + shared.map(\.node))
  }

  /// The next instant after `now` at which the answer for somebody may change by time alone, beside events that lie
  /// ahead; nil where it never does. A bound that moves with every millisecond answers the next one.
  package func nextInstant(after now: Instant) -> Instant? {
    ([root] + shared.map(\.node)).compactMap { $0.nextInstant(after: now) }.min()
  }
}

package struct SharedCondition: Sendable, Hashable {
  package var node: PlanNode
  /// Asked of contacts or of companies.
  package var isPeople: Bool
}
