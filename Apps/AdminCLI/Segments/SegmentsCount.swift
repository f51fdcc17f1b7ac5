import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments count`.
struct SegmentsCount: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "How many are in a segment.",
    discussion:
      "The count as the query server committed it last; with --fresh as SQLite finds it now or, with --as-of, then.")

  @OptionGroup var reference: SegmentReference

  @OptionGroup var evaluation: FreshOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let committed = try workspace.segments.count(of: segment.id)
    if !evaluation.fresh, committed.count != nil {
      output.record(committed.json)
      return
    }
    if !evaluation.fresh { output.note("No query server has built this segment yet: evaluated now.") }
    let found = try FreshEvaluation(workspace, segment.definition, at: evaluation.asOf)
    let (count, total) = try found.count()
    output.record([
      "count": .number(Double(count)), "total": .number(Double(total)), "asOf": .string(found.now.description),
      "state": "fresh",
    ])
  }
}
