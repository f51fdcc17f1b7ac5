import FilterCompiler
import GRDB
import SegmentModel

/// Conditions on the events of a contact.
extension PlanLowering {
  func event(_ test: EventTest, on row: Row) -> Condition {
    let events = test.events
    switch test.question {
    case .count(let minimum, let maximum, let within):
      let source = source(events, window(within), on: row)
      return Condition(atLeast(minimum, atMost: maximum, of: source.sql), depth: source.depth)
    case .aggregate(let aggregate):
      let value = value(of: aggregate, over: events, on: row)
      return Condition(
        "coalesce(\(literal: number(aggregate.test, on: "(\(literal: value.sql))")), 0)", depth: value.depth)
    case .occurrence(let occurrence): return self.occurrence(occurrence, of: events, on: row)
    case .periods(let periods): return self.periods(periods, of: events, on: row)
    }
  }

  private func value(of aggregate: AggregateTest, over events: EventSelection, on row: Row) -> Condition {
    let elements: SQL = "packed(e.attributes, \(literal: attributeID(aggregate.attribute))) v"
    let source = source(events, window(aggregate.within), on: row, joining: elements)
    return Condition("SELECT \(literal: aggregate.function.sql) \(literal: source.sql)", depth: source.depth + 1)
  }

  private typealias Window = (first: Int64, last: Int64)

  /// The milliseconds of a range that are not after now.
  private func window(_ range: TimeRange) -> Window {
    let (lower, upper) = range.instants(at: now)
    return ((lower ?? Instant.range.lowerBound).milliseconds, min(upper ?? now, now).milliseconds)
  }

  /// `FROM event e WHERE …` with the events of the row's contact.
  private func source(
    _ events: EventSelection, _ window: Window, on row: Row, joining other: SQL? = nil
  ) -> Condition {
    let tables: SQL = other.map { "event e, \(literal: $0)" } ?? "event e"
    let source: SQL = """
      FROM \(literal: tables) WHERE e.contact = \(literal: row.id) AND e.name = \(literal: eventID(events.name)) \
      AND e.time BETWEEN \(window.first) AND \(window.last)
      """
    guard events.where != .everything else { return Condition(source, depth: 2) }
    let attributes = attributes(events.where, of: "e.attributes")
    return Condition("\(literal: source) AND \(literal: attributes.sql)", depth: attributes.depth + 2)
  }

  private func eventID(_ name: ExactText) -> SQL {
    "(SELECT id FROM eventName WHERE name = \(literal: self.name(name)))"
  }

  /// The first or last by time; row ids are the order of arrival.
  private func occurrence(_ test: OccurrenceTest, of events: EventSelection, on row: Row) -> Condition {
    let all = source(events, window(TimeRange()), on: row)
    let order: SQL = test.occurrence == .first ? "e.time, e.id" : "e.time DESC, e.id DESC"
    let window = window(test.within)
    let having = attributes(test.having, of: "f.attributes")
    return Condition(
      """
      EXISTS (SELECT 1 FROM (SELECT e.time, e.attributes \(literal: all.sql) ORDER BY \(literal: order) LIMIT 1) f \
      WHERE f.time BETWEEN \(window.first) AND \(window.last) AND \(literal: having.sql))
      """, depth: max(all.depth, having.depth) + 2)
  }

  private func periods(_ test: PeriodTest, of events: EventSelection, on row: Row) -> Condition {
    let starts = test.starts(at: now).map(\.milliseconds)
    guard let first = starts.first, let end = starts.last else { return Condition("0") }
    let all = source(events, (first, end - 1), on: row)
    return Condition(
      """
      (SELECT count(*) FROM (SELECT 1 \(literal: all.sql) GROUP BY period_index(e.time, \(starts.bytes)) \
      HAVING count(*) >= \(test.each))) >= \(test.atLeast)
      """, depth: all.depth + 2)
  }

  // MARK: Of one contact, for explanations

  /// `FROM event e WHERE …` with the events of one contact that match.
  static func source(
    _ events: EventSelection, _ within: TimeRange, of contact: Int64, at now: Instant
  ) -> SQL {
    let lowering = PlanLowering(at: now)
    return lowering.source(events, lowering.window(within), on: Row(contact: contact)).sql
  }

  /// What an aggregate comes to, as a statement.
  static func aggregate(
    _ test: AggregateTest, over events: EventSelection, of contact: Int64, at now: Instant
  ) -> SQL {
    PlanLowering(at: now).value(of: test, over: events, on: Row(contact: contact)).sql
  }

  // MARK: Sequences

  func sequence(_ test: SequenceTest, on row: Row) -> Condition {
    let pattern = SequencePattern(test, at: now)
    var depth = 0
    var bits: [Condition] = []
    for (place, events) in test.selections.enumerated() {
      // A name that nobody knows has no id; unlike "=", "IS" then is false.
      let isNamed: SQL = "e.name IS \(literal: eventID(events.name))"
      let attributes = attributes(events.where, of: "e.attributes")
      depth = max(depth, attributes.depth)
      let matches: SQL =
        events.where == .everything ? isNamed : "(\(literal: isNamed) AND \(literal: attributes.sql))"
      bits.append(Condition("(\(literal: matches)) << \(place)"))
    }
    let names = Set(test.selections.map(\.name)).sorted { $0.text < $1.text }.map(eventID).joined(separator: ", ")
    let mask = bits.map { "(\(literal: $0.sql))" as SQL }.joined(separator: " | ")
    return Condition(
      """
      (SELECT sequence_holds(e.time, \(literal: mask), \(pattern.numbers.bytes)) FROM event e \
      WHERE e.contact = \(literal: row.id) AND e.name IN (\(literal: names)) \
      AND e.time BETWEEN \(pattern.from) AND \(now.milliseconds))
      """, depth: depth + 4)
  }
}

extension Aggregate.Function {
  /// Over the elements `v.value`.
  fileprivate var sql: SQL {
    switch self {
    case .sum: "exact_sum(number_view(v.value))"
    case .average: "exact_average(number_view(v.value))"
    case .minimum: "min(number_view(v.value))"
    case .maximum: "max(number_view(v.value))"
    case .distinctCount: "count(DISTINCT text_view(v.value))"
    }
  }
}
