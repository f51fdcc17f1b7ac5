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
    let query = try query(selecting: "count(*)", plan, among: nil, at: now)
    return try PlanTooLarge.wrapping {
      let (statement, arguments) = try database.statement(query, isRepeated: false)
      return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    let query = try query(selecting: "c.id", plan, among: candidates, at: now)
    return try database.fetchIDs(query + " ORDER BY c.id", isRepeated: candidates != nil)
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

  private func query(
    selecting column: SQL, _ plan: LogicalPlan, among candidates: [Int64]?, at now: Instant
  ) throws -> SQL {
    let sets = EvaluatedSets(database: database, candidates: candidates.map { ($0, plan.isPeople) })
    let condition = try PlanLowering.condition(of: plan, at: now, sets: sets)
    return SQL.selecting(
      column, where: condition, on: PlanLowering.Row(isPeople: plan.isPeople), among: candidates)
  }
}
