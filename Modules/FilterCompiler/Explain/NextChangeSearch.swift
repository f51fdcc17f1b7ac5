import SegmentModel

/// Finds when the membership of one contact or company changes if only time passes.
///
/// The instants at which any leaf may change follow from the values and events that are there; at each of them, in
/// their order, the whole is evaluated until the answer is another one.
struct NextChangeSearch<Evidence: SegmentEvidence> {
  /// Instants that are tried, at most.
  static var attempts: Int { 500 }
  /// Events of a name that are looked at, the newest ones.
  static var historyLimit: Int { 10_000 }

  let evidence: Evidence
  let plan: LogicalPlan
  let id: Int64

  func next(after now: Instant) throws -> NextChange {
    var clocks: [AnswerClock] = []
    var shared: Set<Int> = []
    try collect(plan.root, of: id, into: &clocks, &shared)
    let isMember = try isMember(at: now)
    var instant = now
    for _ in 0..<Self.attempts {
      guard let next = clocks.compactMap({ $0.next(after: instant) }).min() else { return .never }
      if try self.isMember(at: next) != isMember { return .at(next) }
      instant = next
    }
    return .notBefore(instant)
  }

  private func isMember(at now: Instant) throws -> Bool {
    try !evidence.members(of: plan, among: [id], at: now).isEmpty
  }

  private func collect(
    _ node: PlanNode, of id: Int64, into clocks: inout [AnswerClock], _ shared: inout Set<Int>
  ) throws {
    for child in node.children { try collect(child, of: id, into: &clocks, &shared) }
    switch node {
    case .all, .any, .not, .state, .list, .sample: break
    case .picked(let picks): clocks += picks.compactMap(\.until).map { .instant($0) }
    case .shared(let place):
      if shared.insert(place).inserted { try collect(plan.shared[place].node, of: id, into: &clocks, &shared) }
    case .property(let key, let test):
      guard test.nextInstant(after: Instant(milliseconds: 0)) != nil else { break }
      let elements = try evidence.value(of: key, of: id)?.elements ?? []
      for element in elements { clocks += test.clocks(of: element) }
    case .event(let test):
      let history = try evidence.history(of: id, named: test.events.name, limit: Self.historyLimit)
      clocks += test.clocks(history)
    case .sequence(let test):
      for selection in test.selections {
        let history = try evidence.history(of: id, named: selection.name, limit: Self.historyLimit)
        clocks += test.clocks(history, of: selection)
      }
    case .related(let test):
      for other in try evidence.related(to: id, by: test.relation, limit: Explainer<Evidence>.relatedLimit) {
        // What is shared is asked of each of the others anew.
        var sharedInside: Set<Int> = []
        try collect(test.condition, of: other, into: &clocks, &sharedInside)
      }
    }
  }
}

/// Something at which one leaf may change its answer as the clock goes on.
enum AnswerClock {
  case instant(Instant)
  /// An instant entering or leaving a range that moves.
  case crossing(Instant, TimeRange)
  /// The same for many, in ascending order.
  case crossings([Instant], TimeRange)
  /// The beginnings of units; none after the last instant.
  case units(TimeUnit, Zone, until: Instant)
  case anniversary(Instant, DateExpression, Zone)

  func next(after now: Instant) -> Instant? {
    switch self {
    case .instant(let instant): return instant > now ? instant : nil
    case .crossing(let instant, let range): return range.nextCrossing(of: instant, after: now)
    case .crossings(let instants, let range): return Self.next(instants, range, after: now)
    case .units(let unit, let zone, let until):
      let next = zone.span(of: unit, around: now).last.advanced(milliseconds: 1)
      return next > now && next <= until ? next : nil
    case .anniversary(let instant, let expression, let zone):
      return expression.nextAnniversary(of: instant, after: now, in: zone)
    }
  }

  /// The next to cross an end of the range is the first beyond it, or near it where the calendar moves the end now
  /// faster and now slower.
  private static func next(_ instants: [Instant], _ range: TimeRange, after now: Instant) -> Instant? {
    let slack: Int64 = range.isCalendrical ? 20 * 86_400_000 : 0
    let near = [range.lower, range.upper].compactMap { $0?.instant(at: now) }.flatMap { end in
      let first = instants.partitioningIndex { $0 >= end.advanced(milliseconds: -slack) }
      let within = instants[first...].prefix { $0 <= end.advanced(milliseconds: slack) }
      return within + instants[(first + within.count)...].prefix(1)
    }
    return near.compactMap { range.nextCrossing(of: $0, after: now) }.min()
  }
}

extension [Instant] {
  /// The first place whose element satisfies what all after it do.
  fileprivate func partitioningIndex(where isAfter: (Instant) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension ValueTest {
  func clocks(of element: Scalar) -> [AnswerClock] {
    switch self {
    case .isSet, .text, .number, .boolean: return []
    case .anyOf(let tests): return tests.flatMap { $0.clocks(of: element) }
    case .date(let test):
      guard let date = date(of: element) else { return [] }
      switch test.question {
      case .within(let range): return [.crossing(date, range)]
      case .anniversary(let expression): return [.anniversary(date, expression, test.zone)]
      }
    }
  }
}

extension AttributeTest {
  func clocks(of event: EventRecord) -> [AnswerClock] {
    switch self {
    case .all(let nodes), .any(let nodes): return nodes.flatMap { $0.clocks(of: event) }
    case .not(let inner): return inner.clocks(of: event)
    case .attribute(let name, let test):
      guard test.nextInstant(after: Instant(milliseconds: 0)) != nil else { return [] }
      let value = event.attributes.last { ExactText($0.name) == name }?.value
      return (value?.elements ?? []).flatMap { test.clocks(of: $0) }
    }
  }
}

extension EventTest {
  /// - Parameter history: newest first.
  func clocks(_ history: [EventRecord]) -> [AnswerClock] {
    let times = history.map(\.time)
    let ahead = times.map(AnswerClock.instant)
    let attributes = history.flatMap { events.where.clocks(of: $0) }
    switch question {
    case .count(_, _, let within): return ahead + attributes + within.clocks(times)
    case .aggregate(let test): return ahead + attributes + test.within.clocks(times)
    case .occurrence(let test):
      return ahead + attributes + test.within.clocks(times) + history.flatMap { test.having.clocks(of: $0) }
    case .periods(let test):
      // So many units after the last event none holds an event any more.
      guard let last = times.first else { return [] }
      let end = DateMath(terms: [.init(test.of + 1, test.unit)], rounding: test.unit).span(at: last, in: test.zone)
      return ahead + attributes + [.units(test.unit, test.zone, until: end.last.advanced(milliseconds: 1))]
    }
  }
}

extension SequenceTest {
  func clocks(_ history: [EventRecord], of selection: EventSelection) -> [AnswerClock] {
    let times = history.map(\.time)
    var clocks = times.map(AnswerClock.instant) + history.flatMap { selection.where.clocks(of: $0) }
    clocks += window.clocks(times)
    // What must not happen after the last step has not happened from then on.
    if notAfter != nil, let within, selection == steps.first?.events {
      clocks += times.map { .instant($0.advanced(milliseconds: within + 1)) }
    }
    return clocks
  }
}

extension TimeRange {
  fileprivate func clocks(_ times: [Instant]) -> [AnswerClock] {
    times.isEmpty || self == TimeRange() ? [] : [.crossings(times.reversed(), self)]
  }
}

extension DateExpression {
  /// When the days that the span touches next come to, or past, the anniversary of an instant.
  fileprivate func nextAnniversary(of instant: Instant, after now: Instant, in zone: Zone) -> Instant? {
    guard case .math(let math) = self else { return nil }
    let moved = DateMath(terms: math.terms)
    let unit = math.rounding.flatMap { $0.isShorterThanDay ? nil : $0 } ?? .day
    let current = zone.span(of: unit, around: moved.span(at: now, in: zone).first)
    let day = zone.local(instant).date
    func isAnniversary(_ date: CivilDate) -> Bool {
      (date.month, date.day) == (day.month, day.day)
        || day.month == 2 && day.day == 29 && date.month == 3 && date.day == 1
    }
    // The beginning of the next unit that holds the day, and the ends of the one that holds now.
    let after = current.last.advanced(milliseconds: 1)
    var date = zone.local(after).date
    for _ in 0..<1470 where !isAnniversary(date) { date = date.adding(days: 1) }
    let begins = zone.span(of: unit, around: zone.instant(LocalDateTime(date: date))).first
    let holds = Self.touches(current, in: zone, isAnniversary)
    return ([begins, current.first] + (holds ? [after] : []))
      .compactMap { moved.nextCrossing(of: $0, after: now, in: zone) }.min()
  }

  private static func touches(_ unit: Span, in zone: Zone, _ isAnniversary: (CivilDate) -> Bool) -> Bool {
    var date = zone.local(unit.first).date
    let last = zone.local(unit.last).date
    while date.daysSinceEpoch <= last.daysSinceEpoch {
      if isAnniversary(date) { return true }
      date = date.adding(days: 1)
    }
    return false
  }
}

extension TimeUnit {
  fileprivate var isShorterThanDay: Bool { [.hour, .minute, .second].contains(self) }
}
