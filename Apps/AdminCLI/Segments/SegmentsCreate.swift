import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments create`.
struct SegmentsCreate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Save a new segment.",
    discussion: """
      Examples:
        strata segments create --file segment.json
        echo '{"name": "Has an e-mail", "contentType": "contact", "filter": {"property": "primaryEmail", \
      "operator": "isSet"}}' | strata segments create --file -
      """)
  static let createsDirectory = true

  @OptionGroup var file: DefinitionFile
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let segment = try workspace.segments.create(try file.json())
    output.record(try workspace.answer(segment, usedBy: []))
    try workspace.tellWarnings(of: segment.definition, output)
  }
}

/// The file of a definition.
struct DefinitionFile: ParsableArguments {
  @Option(help: ArgumentHelp("A JSON file, or - for standard input.", valueName: "file"), completion: .file())
  var file: String

  func json() throws -> JSONValue { try InputFile(file).json() }
}
