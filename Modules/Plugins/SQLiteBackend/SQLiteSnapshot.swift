package import FilterCompiler
import GRDB
package import SegmentModel
package import TrackedPropertyStore

/// One consistent state of `profiles.sqlite`: evaluates plans, and reads what a follower of the change feed needs
/// from the same read transaction. The apps let it meet SegmentSync's `ProfileSnapshot`.
package struct SQLiteSnapshot: SegmentEvaluator {
  package let reader: ProfileReader
  private let evaluator: SQLiteEvaluator

  package init(reader: ProfileReader) {
    self.reader = reader
    evaluator = SQLiteEvaluator(database: reader.database)
  }

  package func count(of plan: LogicalPlan, at now: Instant) throws -> Int {
    try evaluator.count(of: plan, at: now)
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    try evaluator.members(of: plan, among: candidates, at: now)
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String {
    try evaluator.loweredText(of: plan, at: now)
  }

  // MARK: The change feed

  package func instance() throws -> String { try reader.instance() }

  package func feedEnd() throws -> Int64 { try reader.feedPosition() }

  /// A follower that stands before this position has missed something.
  package func feedStart() throws -> Int64 { try reader.firstFeedCursor() + 1 }

  package func feed(after position: Int64, limit: Int) throws -> [ChangeFeedEntry] {
    try reader.feed(after: position, limit: limit)
  }

  /// There is no copy to be brought up to date.
  package func takeIn(_ entries: [ChangeFeedEntry], after position: Int64) {}

  // MARK: Events that lay ahead when they came

  package func contactsWithEvents(after: Instant, until: Instant) throws -> [Int64] {
    try SQLRequest<Int64>(
      literal: """
        SELECT DISTINCT contact FROM event INDEXED BY eventAhead
        WHERE time > receivedAt AND time > \(after.milliseconds) AND time <= \(until.milliseconds) ORDER BY contact
        """, cached: true
    ).fetchAll(reader.database)
  }

  package func nextEventTime(after: Instant) throws -> Instant? {
    let earliest = try SQLRequest<Int64?>(
      literal: """
        SELECT min(time) FROM event INDEXED BY eventAhead WHERE time > receivedAt AND time > \(after.milliseconds)
        """, cached: true
    ).fetchOne(reader.database)
    return earliest.flatMap(\.self).map(Instant.init(milliseconds:))
  }

  // MARK: Relations

  package func companies(ofContacts contacts: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)] {
    try links(selecting: "contact, company", where: "contact", isOneOf: contacts, limit)
  }

  package func contacts(ofCompanies companies: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)] {
    try links(selecting: "company, contact", where: "company", isOneOf: companies, limit)
  }

  private func links(
    selecting columns: SQL, where column: SQL, isOneOf ids: [Int64], _ limit: Int
  ) throws -> [(id: Int64, other: Int64)] {
    let sql: SQL = """
      SELECT \(literal: columns) FROM contactCompany
      WHERE \(literal: column) IN (SELECT value FROM json_each(\(ids.jsonText))) LIMIT \(limit)
      """
    return try SQLRequest<Row>(literal: sql, cached: true).fetchAll(reader.database).map { ($0[0], $0[1]) }
  }

  // MARK: What the workspace says

  package func listNames() throws -> [String: String] {
    let rows = try SQLRequest<Row>("SELECT publicID, name FROM list WHERE hiddenSince IS NULL").fetchAll(
      reader.database)
    return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  package func declarations() throws -> PropertyDeclarations {
    var declarations = PropertyDeclarations.basic
    for space in PropertyKey.Space.allCases {
      for property in try reader.properties(in: PropertySpace(space)) where property.declaredType != nil {
        declarations.declare(PropertyKey(space, property.name), datetimeIn: property.declaredUnit)
      }
    }
    return declarations
  }

  package func workspaceZone() throws -> Zone {
    try reader.setting(WorkspaceSetting.timeZone).flatMap(Zone.init) ?? .utc
  }
}

/// Keys of the settings of the workspace.
package enum WorkspaceSetting {
  package static let timeZone = "timeZone"
}
