import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments show`.
struct SegmentsShow: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One segment: its definition and how it stands.",
    discussion: "What --output json writes can be edited and given to `strata segments update --file`.")

  @OptionGroup var reference: SegmentReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, users) = try reference.find(in: workspace)
    output.record(try workspace.answer(segment, usedBy: users))
    try workspace.tellWarnings(of: segment.definition, output)
  }
}
