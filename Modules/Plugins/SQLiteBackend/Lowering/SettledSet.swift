import GRDB

/// Finds everyone for whom a condition holds by a statement of its own, and gives SQL that selects their row ids: for
/// what several parts of a plan share, and for what would nest too deep in one statement.
protocol SettledSets {
  func ids(of condition: Condition, on row: PlanLowering.Row) throws -> SQL
}

/// Evaluated at once; the ids are one binding.
struct EvaluatedSets: SettledSets {
  let database: Database
  /// Whom the plan looks at, and whether these are people; nil for everyone.
  let candidates: (ids: [Int64], isPeople: Bool)?

  func ids(of condition: Condition, on row: PlanLowering.Row) throws -> SQL {
    // Those at the other end of a relation may be anyone.
    let among = candidates.flatMap { $0.isPeople == row.isPeople ? $0.ids : nil }
    let statement = SQL.selecting(row.id, where: condition, on: row, among: among)
    let (sql, arguments) = try statement.build(database)
    let ids = try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    return "SELECT value FROM json_each(\(ids.jsonText))"
  }
}

/// Written down, for people to read.
final class WrittenSets: SettledSets {
  private(set) var statements: [SQL] = []

  func ids(of condition: Condition, on row: PlanLowering.Row) -> SQL {
    statements.append(SQL.selecting(row.id, where: condition, on: row, among: nil))
    return "SELECT id FROM settled\(literal: SQL(sql: String(statements.count)))"
  }
}

extension SQL {
  static func selecting(
    _ column: SQL, where condition: Condition, on row: PlanLowering.Row, among candidates: [Int64]?
  ) -> SQL {
    let table: SQL = row.isPeople ? "contact" : "company"
    var statement: SQL =
      "SELECT \(literal: column) FROM \(literal: table) \(literal: row.name) WHERE \(literal: condition.sql)"
    if let candidates {
      statement += " AND \(literal: row.id) IN (SELECT value FROM json_each(\(candidates.jsonText)))"
    }
    return statement
  }
}

extension [Int64] {
  /// One binding for any number of ids, so that the text of the statement stays the same and cached.
  var jsonText: String { "[" + map(String.init).joined(separator: ",") + "]" }
}
