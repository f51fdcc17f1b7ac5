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
    case segment(BoundSegment)
  }

  package var pointer: JSONPointer
  package var node: Node
}

package struct BoundEvent: Sendable, Hashable {
  package var name: String
  package var `where`: AttributeTest
  /// Its upper end is never after now.
  package var window: TimeRange
  package var count: CountTest
}

/// What is asked of the attributes of one event.
package indirect enum AttributeTest: Sendable, Hashable {
  case all([AttributeTest])
  case any([AttributeTest])
  case not(AttributeTest)
  case attribute(String, ValueTest)

  package static let everything = AttributeTest.all([])
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
}
