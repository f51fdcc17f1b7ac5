import ArgumentParser
import SegmentSync
import TrackedPropertyStore

/// `strata lists delete`.
struct ListsDelete: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a list that no segment uses; its contacts stay.")

  @OptionGroup var list: ListArgument
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let found = try list.find(in: workspace)
    try options.confirm("Delete the list \"\(TableText.printable(found.name))\" (\(found.publicID))?", output.console)
    let users = try workspace.segments.users(ofList: found.publicID)
    if !users.isEmpty { throw ServiceError.inUse(by: users) }
    try workspace.profiles.deleteList(found.id)
    output.note("Deleted \(found.publicID).")
  }
}
