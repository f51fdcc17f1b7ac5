import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments count`.
struct SegmentsCount: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "How many are in a segment.",
    discussion: "The count as the query server committed it last; with --fresh as SQLite finds it now.")

  @OptionGroup var reference: SegmentReference

  @Flag(help: "Evaluate now instead of reading what is committed.")
  var fresh = false

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let committed = try workspace.segments.count(of: segment.id)
    if !fresh, committed.count != nil {
      output.record(committed.json)
      return
    }
    if !fresh { output.note("No query server has built this segment yet: evaluated now.") }
    let evaluation = try FreshEvaluation(workspace, segment.definition)
    let (count, total) = try evaluation.count()
    output.record([
      "count": .number(Double(count)), "total": .number(Double(total)), "asOf": .string(evaluation.now.description),
      "state": "fresh",
    ])
  }
}
