import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata sources revoke`.
struct SourcesRevoke: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Refuse a source from now on; what it sent stays.")

  @OptionGroup var reference: SourceReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try reference.find(in: workspace)
    let name = TableText.printable(source.name)
    try options.confirm("Revoke the source \"\(name)\" (\(source.publicID))?", output.console)
    let now = workspace.clock.now
    _ = try workspace.profiles.write { try $0.revokeSource(source.publicID, now: now) }
    output.note("Revoked \(source.publicID).")
  }
}
