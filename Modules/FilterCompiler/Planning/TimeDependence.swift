import SegmentModel

/// How time alone may change the answers of a plan, beside events that lie ahead: at boundaries, for anybody; in between,
/// for those who pass something of a sliding condition.
struct TimeDependence: Sendable, Hashable {
  private(set) var boundaries: [TimeBoundary] = []
  private(set) var sliding: [SlidingCondition] = []

  init(of nodes: [PlanNode]) {
    for node in nodes { add(node) }
    boundaries = distinct(boundaries)
    sliding = distinct(sliding)
  }

  private mutating func add(_ node: PlanNode) {
    for child in node.children { add(child) }
    switch node {
    case .all, .any, .not, .state, .list, .sample, .shared: break
    case .property(let key, let test): add(test) { .property(key, $0) }
    case .event(let test): add(test)
    case .sequence(let test): add(test)
    case .related(let test): add(test.condition)
    case .picked(let picks): boundaries += picks.compactMap(\.until).map(TimeBoundary.instant)
    }
  }

  private mutating func add(_ test: EventTest) {
    add(test.events.where, of: test.events.name)
    switch test.question {
    case .count(_, _, let within): add(within, of: test.events)
    case .aggregate(let aggregate): add(aggregate.within, of: test.events)
    case .occurrence(let occurrence):
      add(occurrence.within, of: test.events)
      add(occurrence.having, of: test.events.name)
    case .periods(let periods): boundaries.append(.unit(periods.unit, [], periods.zone))
    }
  }

  private mutating func add(_ test: SequenceTest) {
    for selection in test.selections { add(selection.where, of: selection.name) }
    for step in test.steps { add(test.window, of: step.events) }
    guard test.notAfter != nil, let within = test.within, let first = test.steps.first else { return }
    // What must not happen after the last step has not happened once the time since the first is over.
    add(TimeRange(lower: .now(shiftedBy: -within)), of: first.events)
  }

  private mutating func add(_ range: TimeRange, of events: EventSelection) {
    boundaries += range.boundaries
    guard let sliding = range.sliding else { return }
    // Which events match is the same before and after only where nothing moves in that.
    let isNarrow = !events.where.isMoving
    self.sliding.append(.event(isNarrow ? events : EventSelection(name: events.name), sliding))
  }

  private mutating func add(_ attributes: AttributeTest, of event: ExactText) {
    switch attributes {
    case .all(let nodes), .any(let nodes): for node in nodes { add(node, of: event) }
    case .not(let node): add(node, of: event)
    case .attribute(let name, let test): add(test) { .attribute(event: event, attribute: name, $0) }
    }
  }

  private mutating func add(_ test: ValueTest, _ condition: (SlidingDates) -> SlidingCondition) {
    switch test {
    case .isSet, .text, .number, .boolean: break
    case .anyOf(let tests): for test in tests { add(test, condition) }
    case .date(let test):
      switch test.question {
      case .anniversary(let expression): boundaries += [expression.boundaryOfDays(in: test.zone)].compactMap(\.self)
      case .within(let range):
        boundaries += range.boundaries
        if let sliding = range.sliding {
          self.sliding.append(condition(SlidingDates(range: sliding, zone: test.zone, unit: test.unit)))
        }
      }
    }
  }
}

extension TimeRange {
  fileprivate var boundaries: [TimeBoundary] { [lower?.boundary, upper?.boundary].compactMap(\.self) }
}

private func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}

// MARK: What moves

extension DateExpression {
  var isMoving: Bool { if case .math = self { true } else { false } }
}

extension TimeRange {
  var isMoving: Bool { [lower, upper].contains { $0?.expression.isMoving ?? false } }
}

extension ValueTest {
  /// Its answer about one value may change with the clock.
  var isMoving: Bool {
    switch self {
    case .isSet, .text, .number, .boolean: false
    case .anyOf(let tests): tests.contains(where: \.isMoving)
    case .date(let test):
      switch test.question {
      case .within(let range): range.isMoving
      case .anniversary(let expression): expression.isMoving
      }
    }
  }
}

extension AttributeTest {
  var isMoving: Bool {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.contains(where: \.isMoving)
    case .not(let node): node.isMoving
    case .attribute(_, let test): test.isMoving
    }
  }
}
