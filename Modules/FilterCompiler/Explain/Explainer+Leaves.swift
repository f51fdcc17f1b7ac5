import SegmentModel

/// What is found at properties and events.
extension Explainer {
  func finding(_ key: PropertyKey, _ condition: BoundCondition, _ subject: Subject) throws -> ValueFinding {
    let value = try evidence.value(of: key, of: subject.id)
    let elements = value?.elements ?? []
    return ValueFinding(
      key: key, value: value, view: condition.test.view,
      hasNoView: !elements.isEmpty && !elements.contains { condition.test.hasView(of: $0) },
      dates: elements.compactMap { condition.test.date(of: $0) }, threshold: condition.test.threshold(at: now))
  }

  func finding(_ event: BoundEvent, _ subject: Subject) throws -> EventFinding {
    func found(_ within: TimeRange) throws -> EventFinding {
      let (from, to) = within.instants(at: now)
      let events = try evidence.events(
        matching: event.events, within: within, of: subject.id, at: now, from: .last,
        limit: EventFinding.shownEvents)
      let count = try evidence.eventCount(matching: event.events, within: within, of: subject.id, at: now)
      return EventFinding(from: from, to: min(to ?? now, now), count: count, aggregate: nil, events: events)
    }
    switch event.measure {
    case .count(let count, let within):
      var finding = try found(within)
      finding.threshold = .count(count)
      return finding
    case .aggregate(let test, _, let count):
      var finding = try found(test.within)
      if let count { finding.threshold = .count(count) }
      finding.aggregateThreshold = .numbers(test.test)
      finding.aggregate = try evidence.aggregate(test, over: event.events, of: subject.id, at: now)
      return finding
    case .occurrence(let test):
      let (from, to) = test.within.instants(at: now)
      let one = try occurrence(test.occurrence, of: event.events, subject)
      return EventFinding(
        from: from, to: min(to ?? now, now), count: nil, aggregate: nil, events: [one].compactMap(\.self))
    case .periods(let test):
      let starts = test.starts(at: now)
      var good = 0
      for (start, next) in zip(starts, starts.dropFirst()) where start < next {
        let unit = TimeRange(start, next.advanced(milliseconds: -1))
        let count = try evidence.eventCount(matching: event.events, within: unit, of: subject.id, at: now)
        if count >= test.each { good += 1 }
      }
      let all = TimeRange(starts.first ?? now, (starts.last ?? now).advanced(milliseconds: -1))
      var finding = try found(all)
      finding.count = good
      finding.threshold = .periods(test)
      return finding
    }
  }

  /// Of all that match, whenever; row ids are the order of arrival.
  private func occurrence(
    _ occurrence: Occurrence, of events: EventSelection, _ subject: Subject
  ) throws -> EventRecord? {
    try evidence.events(
      matching: events, within: TimeRange(), of: subject.id, at: now, from: occurrence, limit: 1
    ).first
  }

  /// The events of one way in which the steps were taken; none where they were not.
  func finding(_ sequence: SequenceTest, _ subject: Subject) throws -> EventFinding {
    let pattern = SequencePattern(sequence, at: now)
    var match = SequenceMatch(pattern)
    var matching: [[EventRecord]] = []
    let past = TimeRange()
    for (place, selection) in sequence.selections.enumerated() {
      let events = try evidence.events(
        matching: selection, within: past, of: subject.id, at: now, from: .last,
        limit: NextChangeSearch<Evidence>.historyLimit)
      for event in events { match.add(time: event.time.milliseconds, selections: 1 << UInt64(place)) }
      matching.append(events)
    }
    let times = match.steps() ?? []
    let events = zip(times, matching).compactMap { time, events in events.last { $0.time.milliseconds == time } }
    return EventFinding(
      from: sequence.window.instants(at: now).lower, to: Instant(milliseconds: pattern.to), count: nil,
      aggregate: nil, events: events)
  }
}

extension TimeRange {
  fileprivate init(_ first: Instant, _ last: Instant) {
    self.init(lower: TimeBound(first), upper: TimeBound(last))
  }
}

extension ValueTest {
  /// The view that is looked at; of several types, all of theirs.
  fileprivate var view: String {
    switch self {
    case .isSet: "any"
    case .text: "text"
    case .number: "number"
    case .date: "date"
    case .boolean: "boolean"
    case .anyOf(let tests): tests.map(\.view).joined(separator: " or ")
    }
  }

  fileprivate func hasView(of scalar: Scalar) -> Bool {
    switch self {
    case .isSet, .text: true
    case .number: scalar.numberView != nil
    case .date: date(of: scalar) != nil
    case .boolean: scalar.booleanView != nil
    case .anyOf(let tests): tests.contains { $0.hasView(of: scalar) }
    }
  }

  func date(of scalar: Scalar) -> Instant? {
    guard case .date(let test) = self else { return nil }
    return scalar.dateView(in: test.zone, unit: test.unit)
  }

  fileprivate func threshold(at now: Instant) -> Threshold {
    switch self {
    case .isSet: return .none
    case .boolean(let boolean): return .boolean(boolean)
    case .number(let test): return .numbers(test)
    case .text(.isOneOf(let texts)): return .texts(texts.map(\.text))
    case .text(.contains(let text)), .text(.hasPrefix(let text)), .text(.hasSuffix(let text)):
      return .texts([text.text])
    case .anyOf(let tests): return .anyOf(tests.map { $0.threshold(at: now) })
    case .date(let test):
      switch test.question {
      case .within(let range):
        let (from, to) = range.instants(at: now)
        return .instants(from: from, to: to)
      case .anniversary(let expression):
        let span = expression.span(at: now, in: test.zone)
        return .instants(from: span.first, to: span.last)
      }
    }
  }
}
