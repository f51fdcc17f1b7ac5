package import SegmentModel

/// What a backend evaluates: no references, no labels, no negative operators, content types, parents and exceptions
/// as plain conditions. Holds or does not hold for each contact or company at a given now.
package indirect enum PlanNode: Sendable, Hashable {
  /// Of none: everyone.
  case all([PlanNode])
  /// Of none: nobody.
  case any([PlanNode])
  case not(PlanNode)
  case state(ContactState)
  case property(PropertyKey, ValueTest)
  case event(EventTest)
  case sequence(SequenceTest)
  /// On a list, by its public id.
  case list(String)
  case sample(SampleTest)
  case related(RelationTest)
  /// One of those chosen by hand whose time is not over.
  case picked([HandPick])
  /// A condition that stands more than once, by its place in `LogicalPlan.shared`.
  case shared(Int)

  package static let everyone = PlanNode.all([])
  package static let nobody = PlanNode.any([])
}

/// What is asked of the events of a contact; of one that lies after now nothing ever is.
package struct EventTest: Sendable, Hashable {
  package enum Question: Sendable, Hashable {
    /// How many there are; at least 1 is asked for, without maximum there is no upper limit.
    case count(minimum: Int, maximum: Int?, within: TimeRange)
    case aggregate(AggregateTest)
    case occurrence(OccurrenceTest)
    case periods(PeriodTest)
  }

  package var events: EventSelection
  package var question: Question
}

/// How many of those whom a relation leads to satisfy a condition.
package struct RelationTest: Sendable, Hashable {
  package var relation: Relation
  package var condition: PlanNode
  /// At least 1.
  package var minimum: Int
  /// Nil: no upper limit.
  package var maximum: Int?
}

extension PlanNode {
  /// The nodes directly below that are asked of the same contact or company.
  package var children: [PlanNode] {
    switch self {
    case .all(let nodes), .any(let nodes): nodes
    case .not(let inner): [inner]
    default: []
    }
  }

  /// The node with each node directly below rewritten, also below a relation.
  func mappingChildren(_ rewrite: (PlanNode) -> PlanNode) -> PlanNode {
    switch self {
    case .all(let nodes): return .all(nodes.map(rewrite))
    case .any(let nodes): return .any(nodes.map(rewrite))
    case .not(let inner): return .not(rewrite(inner))
    case .related(var test):
      test.condition = rewrite(test.condition)
      return .related(test)
    default: return self
    }
  }
}
