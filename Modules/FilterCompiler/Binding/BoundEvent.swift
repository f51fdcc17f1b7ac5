package import SegmentModel

/// An event condition as understood: which events, and what is asked of them.
package struct BoundEvent: Sendable, Hashable {
  package enum Measure: Sendable, Hashable {
    case count(CountTest, within: TimeRange)
    /// With a count, both must hold; `isComplement`: the aggregate must not satisfy its test.
    case aggregate(AggregateTest, isComplement: Bool, count: CountTest?)
    case occurrence(OccurrenceTest)
    case periods(PeriodTest)
  }

  package var events: EventSelection
  package var measure: Measure
}

/// Events of one name whose attributes fit.
package struct EventSelection: Sendable, Hashable {
  package var name: ExactText
  package var `where`: AttributeTest

  package init(name: ExactText, where: AttributeTest = .everything) {
    self.name = name
    self.where = `where`
  }
}

/// What is asked of the attributes of one event.
package indirect enum AttributeTest: Sendable, Hashable {
  case all([AttributeTest])
  case any([AttributeTest])
  case not(AttributeTest)
  case attribute(ExactText, ValueTest)

  package static let everything = AttributeTest.all([])
}

/// A number made of the values of one attribute, over events within a time.
package struct AggregateTest: Sendable, Hashable {
  package var function: Aggregate.Function
  package var attribute: ExactText
  package var within: TimeRange
  package var test: ValueTest.NumberTest
}

/// The first or last event of all that match, by time and then by arrival.
package struct OccurrenceTest: Sendable, Hashable {
  package var occurrence: Occurrence
  /// Where that event must be.
  package var within: TimeRange
  /// What it must satisfy.
  package var having: AttributeTest
}

/// In at least `atLeast` of the last `of` complete units before now's, at least `each` events.
package struct PeriodTest: Sendable, Hashable {
  package var unit: TimeUnit
  package var of: Int
  package var atLeast: Int
  package var each: Int
  package var zone: Zone

  /// First milliseconds of the units, oldest first, and last the one of the unit that holds now: `of` + 1 instants,
  /// of which equal ones hold an empty unit.
  package func starts(at now: Instant) -> [Instant] {
    (0...of).reversed().map { back in
      DateMath(terms: back == 0 ? [] : [.init(-back, unit)], rounding: unit).span(at: now, in: zone).first
    }
  }
}
