package import SegmentModel

/// Why a contact or company is a member of a segment, or is not.
package struct Explanation: Sendable, Equatable {
  package var isMember: Bool
  package var asOf: Instant
  package var changes: NextChange
  package var segment: SegmentExplanation
}

/// When an answer changes by time alone.
package enum NextChange: Sendable, Equatable {
  case never
  case at(Instant)
  /// Not before this instant; further was not looked.
  case notBefore(Instant)
}

/// One segment of an explanation: its own or one that is referred to.
package struct SegmentExplanation: Sendable, Equatable {
  package indirect enum Parent: Sendable, Equatable {
    case none
    case segment(SegmentExplanation)
  }

  /// Nil for one that is not saved.
  package var id: String?
  package var holds: Bool
  package var contentType: ContentType
  package var isOfContentType: Bool
  /// In or out by hand; nil where it was not.
  package var isIncludedByHand: Bool?
  /// Until when that holds; nil: always.
  package var byHandUntil: Instant?
  package var parent: Parent
  package var filter: NodeExplanation
}

/// One node of an explanation.
package struct NodeExplanation: Sendable, Equatable {
  /// Its place in the definition that it stands in.
  package var pointer: JSONPointer
  package var holds: Bool
  package var finding: Finding

  package enum Finding: Sendable, Equatable {
    /// `all`, `any`, `not`.
    indirect case group(String, [NodeExplanation])
    case value(ValueFinding)
    case events(EventFinding)
    /// On a list: the answer says all.
    case plain
    /// The share is where it stands, from 0 to 100.
    case sample(SampleTest, share: Double)
    indirect case segment(SegmentExplanation)
    indirect case related(RelatedFinding)
  }
}

/// What a property has, and what is asked of it.
package struct ValueFinding: Sendable, Equatable {
  package var key: PropertyKey
  /// Nil: none is set.
  package var value: Value?
  package var view: String
  /// A value is set, and the view that the operator looks at does not exist of any element.
  package var hasNoView: Bool
  /// The date view, where dates are asked for: of the elements that have one.
  package var dates: [Instant]
  package var threshold: Threshold
}

/// What a found value is compared with.
package enum Threshold: Sendable, Equatable {
  case none
  /// Nil is open.
  case instants(from: Instant?, to: Instant?)
  case numbers(ValueTest.NumberTest)
  case texts([String])
  case boolean(Bool)
  case count(CountTest)
  case periods(PeriodTest)
  /// Several, of which one suffices.
  case anyOf([Threshold])
}

/// What events were found, and what is asked of them.
package struct EventFinding: Sendable, Equatable {
  /// At most so many are shown.
  package static let shownEvents = 10

  /// Where events were looked for.
  package var from: Instant?
  package var to: Instant
  /// That match within the time; for periods, how many periods were good.
  package var count: Int?
  /// What is asked of the count.
  package var threshold = Threshold.none
  /// What an aggregate came to.
  package var aggregate: Double?
  package var aggregateThreshold = Threshold.none
  /// The deciding ones: those that count, newest first; the first or last one; the steps of a sequence.
  package var events: [EventRecord]
}

/// Those at the other end of a relation.
package struct RelatedFinding: Sendable, Equatable {
  /// At most so many are explained.
  package static let shownOthers = 10

  package struct Other: Sendable, Equatable {
    package var publicID: String
    package var node: NodeExplanation
  }

  package var relation: Relation
  package var count: Int
  /// Of so many of them it was looked whether they match.
  package var examined: Int
  package var matching: Int
  /// Those that match first.
  package var others: [Other]
}
