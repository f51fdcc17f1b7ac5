package import SegmentModel

/// A compiled segment: what to evaluate, over whom, what it depends on.
///
/// By time alone, with nothing written and no event lying ahead, the answer for somebody changes only at a boundary or
/// where it passes something of a sliding condition, itself or somebody whom a relation leads to.
package struct LogicalPlan: Sendable, Hashable {
  /// Contacts or companies.
  package var isPeople: Bool
  package var root: PlanNode
  /// Conditions that stand more than once; each may contain those before it.
  package var shared: [SharedCondition]
  package var dependencies: PlanDependencies
  private let time: TimeDependence

  init(isPeople: Bool, root: PlanNode, shared: [SharedCondition]) {
    self.isPeople = isPeople
    self.root = root
    self.shared = shared
    let nodes = [root] + shared.map(\.node)
    dependencies = PlanDependencies(of: nodes)
    time = TimeDependence(of: nodes)
  }

  /// The next instant after `now` at which a rounded bound, an anniversary, a period or an exception by hand may change
  /// anybody's answer: never a later one than the first; nil where none ever does.
  package func nextBoundary(after now: Instant) -> Instant? { time.boundaries.compactMap { $0.next(after: now) }.min() }

  /// Where answers may change between boundaries; each once.
  package var slidingConditions: [SlidingCondition] { time.sliding }

  /// The next instant after `now` at which the answer for somebody may change by time alone, beside events that lie
  /// ahead; nil where it never does. Where anything slides, that is the next millisecond.
  package func nextInstant(after now: Instant) -> Instant? {
    slidingConditions.isEmpty ? nextBoundary(after: now) : now.advanced(milliseconds: 1)
  }
}

package struct SharedCondition: Sendable, Hashable {
  package var node: PlanNode
  /// Asked of contacts or of companies.
  package var isPeople: Bool
}
