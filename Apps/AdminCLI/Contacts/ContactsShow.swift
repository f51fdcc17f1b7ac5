import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts show`.
struct ContactsShow: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One contact.",
    discussion: """
      Examples:
        strata contacts show con_…
        strata contacts show email:ada@example.com --output json
      """)

  @Argument(help: "Its id, or an identifier: userId:42, email:a@example.com.")
  var contact: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let reference = try ContactReference(contact)
    let json = try workspace.profiles.read { profiles -> JSONValue? in
      switch try profiles.contact(reference) {
      case .found(let found)?: try ContactJSON.value(found, in: profiles)
      case .merged(let winner)?: ["id": .string(contact), "mergedInto": .string(winner)]
      case nil: nil
      }
    }
    guard let json else { throw CommandFailure(.notFound, "There is no contact \"\(contact)\".") }
    output.record(json)
  }
}
