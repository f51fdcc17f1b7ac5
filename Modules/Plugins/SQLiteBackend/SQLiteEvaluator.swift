package import FilterCompiler
package import GRDB
package import SegmentModel

/// Evaluates plans by SQL on `profiles.sqlite`, inside one read transaction.
package struct SQLiteEvaluator: SegmentEvaluator {
  private let database: Database

  /// - Parameter database: inside a read transaction, with `packed` and `ViewFunctions` registered.
  package init(database: Database) {
    self.database = database
  }

  package func count(of plan: LogicalPlan, at now: Instant) throws -> Int {
    let (sql, arguments) = try statement(selecting: "count(*)", plan, among: nil, PlanLowering(now: now)).build(
      database)
    return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) ?? 0
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    let statement = statement(selecting: "c.id", plan, among: candidates, PlanLowering(now: now))
    let (sql, arguments) = try (statement + " ORDER BY c.id").build(database)
    return try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String {
    let lowering = PlanLowering(now: now, isForReading: true)
    let (sql, arguments) = try statement(selecting: "c.id", plan, among: nil, lowering).build(database)
    return "\(sql)\n\(arguments)"
  }

  private func statement(
    selecting column: SQL, _ plan: LogicalPlan, among candidates: [Int64]?, _ lowering: PlanLowering
  ) -> SQL {
    let table: SQL = plan.isPeople ? "contact" : "company"
    var statement: SQL = "SELECT \(literal: column) FROM \(literal: table) c WHERE "
    statement += lowering.condition(plan.root)
    if let candidates { statement += " AND c.id IN (SELECT value FROM json_each(\(candidates.jsonText)))" }
    return statement
  }
}

extension [Int64] {
  /// One binding for any number of ids, so that the text of the statement stays the same and cached.
  fileprivate var jsonText: String { "[" + map(String.init).joined(separator: ",") + "]" }
}
