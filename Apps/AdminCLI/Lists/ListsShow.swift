import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata lists show`.
struct ListsShow: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One list and which segments use it; with --contacts who is on it.")

  @OptionGroup var list: ListArgument

  @Flag(help: "Write who is on it.")
  var contacts = false

  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let found = try list.find(in: workspace)
    guard contacts else {
      let users = try workspace.segments.users(ofList: found.publicID)
      return output.record(.object(found.json + [JSONMember("usedBy", .array(users.map(\.json)))]))
    }
    try output.pages(ContactJSON.columns, page) { after, limit in
      try workspace.profiles.read { profiles in
        let rows = try profiles.contacts(onList: found.id, after: after, limit: limit)
        let contacts = try rows.compactMap(profiles.contact).map { try ContactJSON.value($0, in: profiles) }
        return RowPage(rows: contacts, next: rows.last)
      }
    }
  }
}
