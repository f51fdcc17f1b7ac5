import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts delete`.
struct ContactsDelete: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Erase a contact and all that is known of it, and keep its identifiers from coming back.")

  @Argument(help: "The contact's id, or an identifier: userId:42, email:a@example.com.")
  var contact: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    // Who was half erased when that was interrupted is found no more.
    try workspace.profiles.finishErasures()
    let found = try workspace.contact(named: contact)
    try options.confirm("Erase the contact \(found.publicID) with all its events?", output.console)
    try workspace.erase(contact: found.id)
    output.note("Erased \(found.publicID).")
  }
}
