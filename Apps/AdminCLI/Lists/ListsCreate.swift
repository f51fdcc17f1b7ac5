import ArgumentParser
import SegmentModel
import SegmentStore
import TrackedPropertyStore

/// `strata lists create`.
struct ListsCreate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a list from a file, or freeze a segment as one.",
    discussion: """
      Examples:
        strata lists create --name "Trade fair" --file people.txt
        cut -f1 fair.tsv | strata lists create --name "Trade fair" --file - --kind email
        strata lists create --name "Buyers in November" --segment Buyers

      The file has a contact a line: an id, or an identifier such as userId:42 or email:a@example.com; with --kind the \
      lines are identifiers of that kind. One that there is not is told on standard error, and no list is made.
      """)

  @Option(help: "What it is called.")
  var name: String

  @Option(help: ArgumentHelp("A contact a line, or - for standard input.", valueName: "file"), completion: .file())
  var file: String?

  @Option(help: "What the lines are: userId, code, email, phone or anonymousId.")
  var kind: Identifier.Kind?

  @Option(help: "Freeze the members of this segment: its id, or its name.")
  var segment: String?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if file != nil, segment != nil { throw ValidationError("--file and --segment both say who is on the list.") }
    if kind != nil, file == nil { throw ValidationError("--kind is for --file.") }
    try ListName.check(name, "--name")
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let contacts = try contacts(workspace, output)
    let list = try workspace.profiles.createList(named: name.trimmedASCII, contacts: contacts)
    output.record(.object(list.json))
  }

  private func contacts(_ workspace: Workspace, _ output: Output) throws -> [Int64] {
    if let segment {
      let (found, _) = try SegmentReference.find(segment, in: workspace)
      guard found.isPeople else {
        throw CommandFailure(.invalidInput, "A segment of companies cannot be frozen as a list of contacts.")
      }
      return try SegmentsMembers.rows(of: found, workspace, output)
    }
    guard let file else { return [] }
    return try ContactLines(file: InputFile(file, console: output.console), kind: kind).rows(workspace, output)
  }
}

extension Identifier.Kind: ExpressibleByArgument {}
