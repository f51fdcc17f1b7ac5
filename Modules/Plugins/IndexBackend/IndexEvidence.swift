package import FilterCompiler
import SQLiteBackend
import SegmentIndex
package import SegmentModel

/// What is behind an answer, as SQLite shows it. Each answer is the live index's as long as that stands exactly where
/// SQLite does, and SQLite's where it does not.
package struct IndexEvidence: SegmentEvidence {
  let sqlite: SQLiteSnapshot
  let profiles: IndexedProfiles
  /// End of the change feed as SQLite shows it.
  let feedEnd: Int64

  package func count(of plan: LogicalPlan, at now: Instant) throws -> Int {
    try profiles.evaluate(at: feedEnd) { try $0.count(of: plan, at: now) } ?? sqlite.count(of: plan, at: now)
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    try profiles.evaluate(at: feedEnd) { try $0.members(of: plan, among: candidates, at: now) }
      ?? sqlite.members(of: plan, among: candidates, at: now)
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String {
    try sqlite.loweredText(of: plan, at: now)
  }

  package func publicID(of id: Int64, isPeople: Bool) throws -> String? {
    try sqlite.publicID(of: id, isPeople: isPeople)
  }

  package func value(of key: PropertyKey, of id: Int64) throws -> Value? { try sqlite.value(of: key, of: id) }

  package func related(to id: Int64, by relation: Relation, limit: Int) throws -> [Int64] {
    try sqlite.related(to: id, by: relation, limit: limit)
  }

  package func relatedCount(of id: Int64, by relation: Relation) throws -> Int {
    try sqlite.relatedCount(of: id, by: relation)
  }

  package func events(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant, from end: Occurrence,
    limit: Int
  ) throws -> [EventRecord] {
    try sqlite.events(matching: events, within: within, of: contact, at: now, from: end, limit: limit)
  }

  package func eventCount(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant
  ) throws -> Int {
    try sqlite.eventCount(matching: events, within: within, of: contact, at: now)
  }

  package func aggregate(
    _ test: AggregateTest, over events: EventSelection, of contact: Int64, at now: Instant
  ) throws -> Double? {
    try sqlite.aggregate(test, over: events, of: contact, at: now)
  }

  package func times(of contact: Int64, named name: ExactText, limit: Int) throws -> [Instant] {
    try sqlite.times(of: contact, named: name, limit: limit)
  }

  package func history(of contact: Int64, named name: ExactText, limit: Int) throws -> [EventRecord] {
    try sqlite.history(of: contact, named: name, limit: limit)
  }
}
