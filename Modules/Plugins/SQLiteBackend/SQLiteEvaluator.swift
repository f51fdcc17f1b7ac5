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
    let (sql, arguments) = try statement(selecting: "count(*)", plan, among: nil, at: now).build(database)
    return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) ?? 0
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    let statement = try statement(selecting: "c.id", plan, among: candidates, at: now)
    let (sql, arguments) = try (statement + " ORDER BY c.id").build(database)
    return try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String {
    let sets = WrittenSets()
    let condition = try PlanLowering.condition(of: plan, at: now, sets: sets, isForReading: true)
    let statement = SQL.selecting("c.id", where: condition, on: PlanLowering.Row(isPeople: plan.isPeople), among: nil)
    let settled = try sets.statements.enumerated().map { place, statement in
      "settled\(place + 1): " + (try text(of: statement)) + "\n\n"
    }
    return settled.joined() + (try text(of: statement))
  }

  private func text(of statement: SQL) throws -> String {
    let (sql, arguments) = try statement.build(database)
    return "\(sql)\n\(arguments)"
  }

  private func statement(
    selecting column: SQL, _ plan: LogicalPlan, among candidates: [Int64]?, at now: Instant
  ) throws -> SQL {
    let sets = EvaluatedSets(database: database, candidates: candidates.map { ($0, plan.isPeople) })
    let condition = try PlanLowering.condition(of: plan, at: now, sets: sets)
    return SQL.selecting(
      column, where: condition, on: PlanLowering.Row(isPeople: plan.isPeople), among: candidates)
  }
}
