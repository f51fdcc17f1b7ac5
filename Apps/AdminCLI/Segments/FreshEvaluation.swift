import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentSync

/// A definition evaluated by SQLite here and now, whatever is committed.
struct FreshEvaluation {
  let workspace: Workspace
  let definition: SegmentDefinition
  let now: Instant

  /// - Parameter now: nil for the present.
  init(_ workspace: Workspace, _ definition: SegmentDefinition, at now: Instant? = nil) throws {
    self.workspace = workspace
    self.definition = definition
    self.now = try now ?? workspace.now()
  }

  /// - Throws: `InvalidInput`.
  func compiled() throws -> CompiledSegment { try workspace.segments.compile(definition) }

  func count() throws -> (count: Int, total: Int) { try workspace.segments.freshCount(of: definition, at: now) }

  /// Row ids, ascending.
  func members() throws -> [Int64] { try workspace.segments.freshMembers(of: definition, at: now) }

  /// What SQLite is asked, for people.
  func statement(_ plan: LogicalPlan) throws -> String {
    try workspace.backend.read { try $0.loweredText(of: plan, at: now) }
  }
}
