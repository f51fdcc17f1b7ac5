package import SegmentModel

/// A filter as understood: names resolved, operators turned into tests, references followed. Each node keeps its
/// place in the text, for counts by node and explanations.
package struct BoundFilter: Sendable, Hashable {
  package indirect enum Node: Sendable, Hashable {
    case all([BoundFilter])
    case any([BoundFilter])
    case not(BoundFilter)
    case property(PropertyKey, BoundCondition)
    case event(BoundEvent)
    case sequence(SequenceTest)
    case segment(BoundSegment)
    /// By its public id.
    case list(String)
    case sample(SampleTest)
    case related(BoundRelation)
  }

  package var pointer: JSONPointer
  package var node: Node
}

/// What is asked of the companies of a person, or the people of a company.
package struct BoundRelation: Sendable, Hashable {
  package enum Measure: Sendable, Hashable {
    case quantifier(Quantifier)
    case count(CountTest)
  }

  package var relation: Relation
  package var measure: Measure
  /// Asked of each of the others.
  package var filter: BoundFilter
}

/// A segment as understood, its own or one that is referred to. Keeps its own time zone.
package struct BoundSegment: Sendable, Hashable {
  /// Nil for one that is not saved.
  package var id: String?
  package var contentType: ContentType
  package indirect enum Parent: Sendable, Hashable {
    case none
    case segment(BoundSegment)
  }
  package var parent: Parent
  package var filter: BoundFilter
  /// Members and no members by hand.
  package var included: [HandPick] = []
  package var excluded: [HandPick] = []
}

/// A contact that was chosen by hand.
package struct HandPick: Sendable, Hashable {
  /// Its public id, or one that it had before a merge.
  package var contact: String
  /// From this millisecond on it no longer holds; nil: it always does.
  package var until: Instant?
}
