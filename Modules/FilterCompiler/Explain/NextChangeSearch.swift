import SegmentModel

/// Finds when the membership of one contact or company changes if only time passes.
///
/// The instants at which any leaf may change follow from the values and events that are there; at each of them, in
/// their order, the whole is evaluated until the answer is another one.
struct NextChangeSearch<Evidence: SegmentEvidence> {
  /// How long it searches; then it says how far it came.
  static var time: Duration { .milliseconds(300) }
  /// Events of a name that are looked at, the newest ones; with more it does not search.
  static var timesLimit: Int { 1_000_000 }
  /// The same where dates among their attributes are compared with the clock.
  static var historyLimit: Int { 10_000 }

  let evidence: Evidence
  let plan: LogicalPlan
  let id: Int64
  private let end = ContinuousClock.now + Self.time
  private var clocks: [AnswerClock] = []
  private var shared: Set<Int> = []
  private var histories: [ContactEvents: [EventRecord]] = [:]
  private var times: [ContactEvents: [Instant]] = [:]
  /// Not everything was looked at.
  private var isPartial = false

  private struct ContactEvents: Hashable {
    var contact: Int64
    var name: ExactText
  }

  init(evidence: Evidence, plan: LogicalPlan, id: Int64) {
    self.evidence = evidence
    self.plan = plan
    self.id = id
  }

  mutating func next(after now: Instant) throws -> NextChange {
    try collect(plan.root, of: id)
    if isPartial { return .notBefore(now) }
    let isMember = try isMember(at: now)
    var instant = now
    repeat {
      guard let next = clocks.compactMap({ $0.next(after: instant) }).min() else { return .never }
      if try self.isMember(at: next) != isMember { return .at(next) }
      instant = next
    } while ContinuousClock.now < end
    return .notBefore(instant)
  }

  private func isMember(at now: Instant) throws -> Bool {
    try !evidence.members(of: plan, among: [id], at: now).isEmpty
  }

  private mutating func collect(_ node: PlanNode, of id: Int64) throws {
    if ContinuousClock.now > end { isPartial = true }
    if isPartial { return }
    for child in node.children { try collect(child, of: id) }
    switch node {
    case .all, .any, .not, .state, .list, .sample: break
    case .picked(let picks): clocks += picks.compactMap(\.until).map { .instant($0) }
    case .shared(let place):
      if shared.insert(place).inserted { try collect(plan.shared[place].node, of: id) }
    case .property(let key, let test):
      guard test.isMoving else { break }
      for element in try evidence.value(of: key, of: id)?.elements ?? [] { clocks += test.clocks(of: element) }
    case .event(let test):
      clocks += test.clocks(try times(of: id, named: test.events.name))
      for attributes in test.attributes { try collect(attributes, of: id, named: test.events.name) }
    case .sequence(let test):
      for selection in test.selections {
        clocks += test.clocks(try times(of: id, named: selection.name), of: selection)
        try collect(selection.where, of: id, named: selection.name)
      }
    case .related(let test):
      let limit = Explainer<Evidence>.relatedLimit
      let others = try evidence.related(to: id, by: test.relation, limit: limit + 1)
      if others.count > limit { isPartial = true }
      let before = shared
      for other in others where !isPartial {
        // What is shared is asked of each of the others anew.
        shared = before
        try collect(test.condition, of: other)
      }
    }
  }

  private mutating func collect(_ attributes: AttributeTest, of id: Int64, named name: ExactText) throws {
    guard attributes.isMoving else { return }
    clocks += try history(of: id, named: name).flatMap { attributes.clocks(of: $0) }
  }

  private mutating func times(of contact: Int64, named name: ExactText) throws -> [Instant] {
    let key = ContactEvents(contact: contact, name: name)
    if let known = times[key] { return known }
    let found = try evidence.times(of: contact, named: name, limit: Self.timesLimit + 1)
    if found.count > Self.timesLimit { isPartial = true }
    times[key] = found
    return found
  }

  private mutating func history(of contact: Int64, named name: ExactText) throws -> [EventRecord] {
    let key = ContactEvents(contact: contact, name: name)
    if let known = histories[key] { return known }
    let history = try evidence.history(of: contact, named: name, limit: Self.historyLimit + 1)
    if history.count > Self.historyLimit { isPartial = true }
    histories[key] = history
    return history
  }
}

/// Something at which one leaf may change its answer as the clock goes on.
enum AnswerClock {
  case instant(Instant)
  /// In descending order.
  case instants([Instant])
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
    case .instants(let instants):
      let place = instants.partitioningIndex { $0 <= now }
      return place > 0 ? instants[place - 1] : nil
    case .crossing(let instant, let range): return range.nextCrossing(of: instant, after: now)
    case .crossings(let instants, let range): return Self.next(instants, range, after: now)
    case .units(let unit, let zone, let until):
      let next = zone.span(of: unit, around: now).last.advanced(milliseconds: 1)
      return next > now && next <= until ? next : nil
    case .anniversary(let instant, let expression, let zone):
      return expression.nextAnniversary(of: instant, after: now, in: zone)
    }
  }

  /// A bound that goes on passes the earliest of those beyond it first, and one that steps back falls behind the latest
  /// of those it has passed: two for each end are enough.
  private static func next(_ instants: [Instant], _ range: TimeRange, after now: Instant) -> Instant? {
    var near: Set<Instant> = []
    for (bound, isUpper) in [(range.lower, false), (range.upper, true)] {
      guard let end = bound?.instant(at: now) else { continue }
      let place = instants.partitioningIndex { isUpper ? $0 > end : $0 >= end }
      near.formUnion([place - 1, place].filter(instants.indices.contains).map { instants[$0] })
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
      guard test.isMoving else { return [] }
      let value = event.attributes.last { ExactText($0.name) == name }?.value
      return (value?.elements ?? []).flatMap { test.clocks(of: $0) }
    }
  }
}

extension EventTest {
  /// What is asked of attributes.
  var attributes: [AttributeTest] {
    if case .occurrence(let test) = question { [events.where, test.having] } else { [events.where] }
  }

  /// - Parameter times: of the events, newest first.
  func clocks(_ times: [Instant]) -> [AnswerClock] {
    guard let last = times.first else { return [] }
    switch question {
    case .count(_, _, let within): return [.instants(times)] + within.clocks(times)
    case .aggregate(let test): return [.instants(times)] + test.within.clocks(times)
    case .occurrence(let test): return [.instants(times)] + test.within.clocks(times)
    case .periods(let test):
      // So many units after the last event none holds an event any more.
      let end = DateMath(terms: [.init(test.of + 1, test.unit)], rounding: test.unit).span(at: last, in: test.zone)
      return [.instants(times), .units(test.unit, test.zone, until: end.last.advanced(milliseconds: 1))]
    }
  }
}

extension SequenceTest {
  func clocks(_ times: [Instant], of selection: EventSelection) -> [AnswerClock] {
    guard !times.isEmpty else { return [] }
    var clocks = [.instants(times)] + window.clocks(times)
    // What must not happen after the last step has not happened from then on.
    if notAfter != nil, let within, selection == steps.first?.events {
      clocks.append(.instants(times.map { $0.advanced(milliseconds: within + 1) }))
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
    let moved = MovedClock(math.terms, in: zone)
    let unit = math.rounding.flatMap { $0.isShorterThanDay ? nil : $0 } ?? .day
    let current = zone.span(of: unit, around: moved.instant(at: now))
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
      .compactMap { moved.nextCrossing(of: $0, after: now) }.min()
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
