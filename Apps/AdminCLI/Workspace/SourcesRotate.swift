import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata sources rotate`.
struct SourcesRotate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give a source another write key; the old one is refused from now on.")

  @OptionGroup var reference: SourceReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try reference.find(in: workspace)
    let key = try workspace.profiles.write { try $0.rotateSource(source.publicID) }.value
    output.record(.object(source.json + [JSONMember("writeKey", .string(key))]))
  }
}
