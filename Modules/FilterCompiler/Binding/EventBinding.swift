import SegmentModel

extension EventCondition {
  func bound(in zone: Zone) -> BoundEvent {
    BoundEvent(
      events: EventSelection(name: ExactText(event), where: `where`.bound(in: zone)), measure: measure(in: zone))
  }

  private func measure(in zone: Zone) -> BoundEvent.Measure {
    let window = within.range(in: zone)
    if let periods {
      return .periods(
        PeriodTest(
          unit: periods.unit, of: periods.of, atLeast: periods.atLeast, each: periods.each, zone: zone))
    }
    if let occurrence {
      return .occurrence(OccurrenceTest(occurrence: occurrence, within: window, having: having.bound(in: zone)))
    }
    if let aggregate {
      let test = AggregateTest(
        function: aggregate.function, attribute: ExactText(aggregate.attribute), within: window,
        test: aggregate.condition.aggregateTest)
      return .aggregate(
        test, isComplement: aggregate.condition.operator.definition.complements != nil, count: count)
    }
    return .count(count ?? .atLeast(1), within: window)
  }
}

extension SequenceCondition {
  func bound(in zone: Zone) -> SequenceTest {
    var test = SequenceTest(steps: [], within: within?.milliseconds, window: window.range(in: zone))
    for step in steps {
      let events = EventSelection(name: ExactText(step.event), where: step.where.bound(in: zone))
      if step.isNegated {
        test.notAfter = events
      } else {
        // What must not happen stands before the next step, or after the last.
        test.steps.append(.init(events: events, notBefore: test.notAfter))
        test.notAfter = nil
      }
    }
    return test
  }

  var nodeCount: Int { steps.reduce(steps.count) { $0 + $1.where.nodeCount } }
}

extension Condition {
  /// Aggregates are numbers.
  fileprivate var aggregateTest: ValueTest.NumberTest {
    switch operand {
    case .number(let number), .scalar(.number(let number)): self.operator.numberTest(number)
    case .numbers(let low, let high): .between(low, high)
    default: .isOneOf([])
    }
  }
}

extension AttributeFilter {
  /// Attributes have no declared types, so their numbers are never dates.
  func bound(in zone: Zone) -> AttributeTest {
    switch self {
    case .all(let nodes): return .all(nodes.map { $0.bound(in: zone) })
    case .any(let nodes): return .any(nodes.map { $0.bound(in: zone) })
    case .not(let node): return .not(node.bound(in: zone))
    case .attribute(let name, let condition):
      let bound = condition.bound(in: zone, unit: nil)
      let test = AttributeTest.attribute(ExactText(name), bound.test)
      return bound.isComplement ? .not(test) : test
    }
  }

  var nodeCount: Int {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.reduce(1) { $0 + $1.nodeCount }
    case .not(let node): 1 + node.nodeCount
    case .attribute: 1
    }
  }
}

extension Window? {
  /// Without an upper end of its own it ends now; events later than now never count in any case.
  func range(in zone: Zone) -> TimeRange {
    switch self {
    case .last(let duration): TimeRange(lower: .now(shiftedBy: -duration.milliseconds))
    case .range(let from, let to):
      TimeRange(
        lower: from.map { TimeBound($0, .first, in: zone) }, upper: to.map { TimeBound($0, .last, in: zone) })
    case nil: TimeRange()
    }
  }
}
