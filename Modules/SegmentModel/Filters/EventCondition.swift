/// What a contact has done.
/// Source: filter-language, "Event conditions".
package struct EventCondition: Sendable, Hashable {
  /// Exactly as sent.
  package var event: String
  package var `where`: AttributeFilter
  /// Nil: all time.
  package var within: Window?
  /// Nil: at least once, unless `aggregate` stands alone.
  package var count: CountTest?
  package var aggregate: Aggregate?
  package var occurrence: Occurrence?
  /// What the first or last occurrence must satisfy.
  package var having: AttributeFilter
  package var periods: Periods?

  package init(
    event: String, where: AttributeFilter = .everything, within: Window? = nil, count: CountTest? = nil,
    aggregate: Aggregate? = nil, occurrence: Occurrence? = nil, having: AttributeFilter = .everything,
    periods: Periods? = nil
  ) {
    self.event = event
    self.where = `where`
    self.within = within
    self.count = count
    self.aggregate = aggregate
    self.occurrence = occurrence
    self.having = having
    self.periods = periods
  }
}

/// A node over the attributes of one event.
package indirect enum AttributeFilter: Sendable, Hashable {
  case all([AttributeFilter])
  case any([AttributeFilter])
  case not(AttributeFilter)
  case attribute(String, Condition)

  /// `{}`: every event.
  package static let everything = AttributeFilter.all([])
}

package enum Window: Sendable, Hashable {
  /// now − d ≤ t ≤ now.
  case last(ElapsedDuration)
  /// From the first millisecond of `from` to the last of `to`.
  case range(from: DateExpression?, to: DateExpression?)
}

package struct Aggregate: Sendable, Hashable {
  package enum Function: String, Sendable, CaseIterable {
    case sum, average, minimum, maximum, distinctCount
  }

  package static let operators: [Operator] = [
    .equals, .notEquals, .greaterThan, .greaterOrEqual, .lessThan, .lessOrEqual, .between,
  ]

  package var function: Function
  package var attribute: String
  /// Its operand is a number or two.
  package var condition: Condition

  package init(function: Function, attribute: String, condition: Condition) {
    self.function = function
    self.attribute = attribute
    self.condition = condition
  }
}

package enum Occurrence: String, Sendable, CaseIterable {
  case first, last
}

/// In at least `atLeast` of the last `of` complete units before now's, at least `each` events.
package struct Periods: Sendable, Hashable {
  package static let units: [TimeUnit] = [.day, .week, .month]
  package static let maximumUnits = 1000

  package var unit: TimeUnit
  package var of: Int
  package var atLeast: Int
  package var each: Int

  package init(unit: TimeUnit, of: Int, atLeast: Int, each: Int) {
    self.unit = unit
    self.of = of
    self.atLeast = atLeast
    self.each = each
  }
}

/// Steps in order.
/// Source: filter-language, "Sequences".
package struct SequenceCondition: Sendable, Hashable {
  package struct Step: Sendable, Hashable {
    package var event: String
    package var `where`: AttributeFilter
    package var isNegated: Bool

    package init(event: String, where: AttributeFilter = .everything, isNegated: Bool = false) {
      self.event = event
      self.where = `where`
      self.isNegated = isNegated
    }
  }

  package static let stepCount = 2...20

  package var steps: [Step]
  package var within: ElapsedDuration?
  package var window: Window?

  package init(steps: [Step], within: ElapsedDuration? = nil, window: Window? = nil) {
    self.steps = steps
    self.within = within
    self.window = window
  }
}
