import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments delete`.
struct SegmentsDelete: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a segment that no other uses.")

  @OptionGroup var reference: SegmentReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let name = TableText.printable(segment.definition.name)
    try options.confirm("Delete the segment \"\(name)\" (\(segment.id))?", output.console)
    try workspace.segments.delete(segment.id, expecting: segment.revision)
    output.note("Deleted \(segment.id).")
  }
}
