package import FilterCompiler
import GRDB
package import SegmentModel
import TrackedPropertyStore

/// What explanations show.
extension SQLiteSnapshot: SegmentEvidence {
  package func publicID(of id: Int64, isPeople: Bool) throws -> String? {
    try isPeople ? reader.contact(id)?.publicID : reader.company(id)?.publicID
  }

  package func value(of key: PropertyKey, of id: Int64) throws -> Value? {
    switch key.space {
    case .contact: try reader.contact(id)?.value(of: key.name)?.value
    case .tracked: try reader.contact(id)?.tracked[ExactText(key.name)]?.value
    case .company: try reader.company(id)?.value(of: key.name)?.value
    }
  }

  package func related(to id: Int64, by relation: Relation, limit: Int) throws -> [Int64] {
    switch relation {
    case .companies: Array(try reader.companies(of: id).prefix(limit))
    case .contacts: try reader.contacts(of: id, limit: limit)
    }
  }

  package func relatedCount(of id: Int64, by relation: Relation) throws -> Int {
    let request: SQLRequest<Int> =
      switch relation {
      case .companies: "SELECT count(*) FROM contactCompany WHERE contact = \(id)"
      case .contacts: "SELECT count(*) FROM contactCompany WHERE company = \(id)"
      }
    return try request.fetchOne(reader.database) ?? 0
  }

  package func events(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant, from end: Occurrence,
    limit: Int
  ) throws -> [EventRecord] {
    let order: SQL = end == .first ? "e.time, e.id" : "e.time DESC, e.id DESC"
    let sql: SQL = """
      SELECT e.id \(literal: PlanLowering.source(events, within, of: contact, at: now)) \
      ORDER BY \(literal: order) LIMIT \(limit)
      """
    return try SQLRequest<Int64>(literal: sql, cached: true).fetchAll(reader.database)
      .compactMap { try reader.event($0) }
  }

  package func eventCount(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant
  ) throws -> Int {
    let sql: SQL = "SELECT count(*) \(literal: PlanLowering.source(events, within, of: contact, at: now))"
    return try SQLRequest<Int>(literal: sql, cached: true).fetchOne(reader.database) ?? 0
  }

  package func aggregate(
    _ test: AggregateTest, over events: EventSelection, of contact: Int64, at now: Instant
  ) throws -> Double? {
    let sql = PlanLowering.aggregate(test, over: events, of: contact, at: now)
    return try SQLRequest<Double?>(literal: sql, cached: true).fetchOne(reader.database).flatMap(\.self)
  }

  package func times(of contact: Int64, named name: ExactText, limit: Int) throws -> [Instant] {
    guard let id = try reader.eventNameID(name.text) else { return [] }
    return try SQLRequest<Int64>(
      literal: "SELECT time FROM event WHERE contact = \(contact) AND name = \(id) ORDER BY time DESC LIMIT \(limit)",
      cached: true
    ).fetchAll(reader.database).map(Instant.init(milliseconds:))
  }

  package func history(of contact: Int64, named name: ExactText, limit: Int) throws -> [EventRecord] {
    guard let id = try reader.eventNameID(name.text) else { return [] }
    return try SQLRequest<Int64>(
      literal: """
        SELECT id FROM event WHERE contact = \(contact) AND name = \(id) ORDER BY time DESC, id DESC LIMIT \(limit)
        """, cached: true
    ).fetchAll(reader.database).compactMap { try reader.event($0) }
  }
}
