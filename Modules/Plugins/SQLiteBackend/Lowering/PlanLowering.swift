import FilterCompiler
import GRDB
import SegmentModel

/// Lowers a plan to an SQL condition on one row of `contact` or `company`. Values are bindings, never part of the
/// text.
struct PlanLowering {
  /// SQLite's parser has a stack of 100 (https://www.sqlite.org/limits.html); a level of parentheses takes up to four.
  private static let maximumDepth = 12

  let now: Instant
  let sets: any SettledSets
  /// For people to read: texts are bound as text, not as the BLOBs that are compared.
  var isForReading = false
  /// Row ids of what the plan shares, by place.
  private var shared: [SQL] = []

  /// The condition of a plan on a row called `c`.
  static func condition(
    of plan: LogicalPlan, at now: Instant, sets: any SettledSets, isForReading: Bool = false
  ) throws -> Condition {
    var lowering = PlanLowering(now: now, sets: sets, isForReading: isForReading)
    for condition in plan.shared {
      let row = Row(isPeople: condition.isPeople)
      lowering.shared.append(
        try sets.ids(of: try lowering.condition(condition.node, on: row), on: row))
    }
    return try lowering.condition(plan.root, on: Row(isPeople: plan.isPeople))
  }

  /// For what is asked of the events of one contact, where nothing is settled.
  init(at now: Instant) { self.init(now: now, sets: WrittenSets(), isForReading: false) }

  private init(now: Instant, sets: any SettledSets, isForReading: Bool) {
    self.now = now
    self.sets = sets
    self.isForReading = isForReading
  }

  /// The row that a condition is on.
  struct Row {
    /// A contact or a company.
    var isPeople: Bool
    /// Its name in the statement.
    var name: SQL
    /// Its row id.
    var id: SQL

    init(isPeople: Bool, name: SQL = "c") {
      self.isPeople = isPeople
      self.name = name
      id = "\(literal: name).id"
    }

    /// One contact, of which only the id is looked at.
    init(contact: Int64) {
      self.init(isPeople: true)
      id = "\(contact)"
    }
  }

  func condition(_ node: PlanNode, on row: Row) throws -> Condition {
    switch node {
    case .all(let nodes): return try nodes.map { try part($0, on: row) }.joined(by: .and)
    case .any(let nodes): return try nodes.map { try part($0, on: row) }.joined(by: .or)
    case .not(let inner): return try condition(inner, on: row).negated
    case .state(let state): return Condition("\(literal: row.name).state = \(state.rawValue)")
    case .property(let key, let test): return Condition(property(key, test, on: row))
    case .event(let test): return event(test, on: row)
    case .sequence(let test): return sequence(test, on: row)
    case .list(let id):
      return Condition(
        """
        EXISTS (SELECT 1 FROM listEntry WHERE list = (SELECT id FROM list WHERE publicID = \(id)) \
        AND contact = \(literal: row.id))
        """)
    case .sample(let test):
      return Condition("sample_holds(\(literal: row.name).publicID, \(test.percent), \(text(test.salt)))")
    case .related(let test): return try related(test, on: row)
    case .picked(let picks):
      let ids = JSONValue.array(picks.filter { $0.until.map { now < $0 } ?? true }.map { .string($0.contact) }).text
      return Condition(
        """
        \(literal: row.id) IN (SELECT id FROM contact WHERE publicID IN (SELECT value FROM json_each(\(ids))) \
        UNION ALL SELECT winner FROM mergedContact WHERE publicID IN (SELECT value FROM json_each(\(ids))))
        """)
    case .shared(let place):
      return shared.indices.contains(place)
        ? Condition("\(literal: row.id) IN (\(literal: shared[place]))") : Condition("0")
    }
  }

  /// A part of a group, settled by itself where it is too deep.
  private func part(_ node: PlanNode, on row: Row) throws -> Condition {
    let found = try condition(node, on: row)
    guard found.depth > Self.maximumDepth else { return found }
    return Condition("\(literal: row.id) IN (\(literal: try sets.ids(of: found, on: row)))")
  }

  /// A count of those at the other end of a relation.
  private func related(_ test: RelationTest, on row: Row) throws -> Condition {
    let other = Row(isPeople: !row.isPeople, name: "o")
    let inner = try part(test.condition, on: other)
    let source: SQL =
      row.isPeople
      ? "FROM contactCompany l JOIN company o ON o.id = l.company WHERE l.contact = \(literal: row.id)"
      : "FROM contactCompany l JOIN contact o ON o.id = l.contact WHERE l.company = \(literal: row.id)"
    let counted: SQL = test.condition == .everyone ? source : "\(literal: source) AND \(literal: inner.sql)"
    return Condition(atLeast(test.minimum, atMost: test.maximum, of: counted), depth: inner.depth + 3)
  }

  /// Whether a source gives so many rows.
  func atLeast(_ minimum: Int, atMost maximum: Int?, of source: SQL) -> SQL {
    if minimum == 1, maximum == nil { return "EXISTS (SELECT 1 \(literal: source))" }
    // One more than the largest number asked for decides; counting further would be waste.
    let enough = (maximum ?? minimum - 1) + 1
    let count: SQL = "(SELECT count(*) FROM (SELECT 1 \(literal: source) LIMIT \(enough)))"
    guard let maximum else { return "\(literal: count) >= \(minimum)" }
    return "\(literal: count) BETWEEN \(minimum) AND \(maximum)"
  }

  /// Names are stored as TEXT; as such a binding would end at a NUL.
  func name(_ name: ExactText) -> SQL { "CAST(\(text(name)) AS TEXT)" }

  func text(_ text: ExactText) -> DatabaseValue { isForReading ? text.text.databaseValue : text.text.utf8Value }
}
