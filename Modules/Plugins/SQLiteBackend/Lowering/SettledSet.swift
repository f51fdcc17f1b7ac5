import FilterCompiler
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
    let isOther = candidates.map { $0.isPeople != row.isPeople } ?? false
    var statement = SQL.selecting(row.id, where: condition, on: row, among: isOther ? nil : candidates?.ids)
    if isOther, let candidates {
      // At the other end of a relation: of those who are related to one of the candidates.
      let (here, there): (SQL, SQL) = row.isPeople ? ("company", "contact") : ("contact", "company")
      statement += """
         AND \(literal: row.id) IN (SELECT \(literal: there) FROM contactCompany \
        WHERE \(literal: here) IN (SELECT value FROM json_each(\(candidates.ids.jsonText))))
        """
    }
    let ids = try database.fetchIDs(statement, isRepeated: candidates != nil)
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

extension Database {
  /// Statements of more than so many bytes are not kept.
  private static var keptStatement: Int { 16_384 }

  /// - Parameter isRepeated: the same text is likely to come again, with other values. What people try out once is not
  ///   kept: a connection keeps statements for as long as it lives.
  func statement(_ query: SQL, isRepeated: Bool) throws -> (Statement, StatementArguments) {
    let (sql, arguments) = try query.build(self)
    let isKept = isRepeated && sql.utf8.count <= Self.keptStatement
    return (try isKept ? cachedStatement(sql: sql) : makeStatement(sql: sql), arguments)
  }

  /// - Throws: `PlanTooLarge`.
  func fetchIDs(_ query: SQL, isRepeated: Bool) throws -> [Int64] {
    try PlanTooLarge.wrapping {
      let (statement, arguments) = try statement(query, isRepeated: isRepeated)
      return try Int64.fetchAll(statement, arguments: arguments)
    }
  }
}

extension PlanTooLarge {
  /// SQLite refuses a statement that is beyond one of its limits with the code of any wrong statement; ours are wrong
  /// in no other way.
  static func wrapping<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError where [.SQLITE_ERROR, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode) {
      throw PlanTooLarge(error.message ?? "the statement is too large")
    }
  }
}

extension [Int64] {
  /// One binding for any number of ids, so that the text of the statement stays the same and cached.
  var jsonText: String { "[" + map(String.init).joined(separator: ",") + "]" }
}
