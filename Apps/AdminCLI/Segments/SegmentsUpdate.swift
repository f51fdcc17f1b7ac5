import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments update`.
struct SegmentsUpdate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Put a whole new definition in the place of the old one.",
    discussion: """
      Where the file has a "revision", as `strata segments show --output json` writes it, a segment that has been \
      changed meanwhile is left as it is, with exit code 4.
      """)

  @OptionGroup var reference: SegmentReference
  @OptionGroup var file: DefinitionFile
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let json = try file.json()
    let (old, users) = try reference.find(in: workspace)
    let revision = json["revision"]?.integerValue.map(Int64.init)
    let segment = try workspace.segments.replace(old.id, with: json, expecting: revision)
    output.record(try workspace.answer(segment, usedBy: users))
    try workspace.tellWarnings(of: segment.definition, output)
  }
}
