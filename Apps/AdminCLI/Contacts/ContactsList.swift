import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts list`.
struct ContactsList: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Contacts in the order in which they came.")

  private static let largestPage = 500

  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    var isMore = false
    try output.list(ContactJSON.columns) { writer in
      var after: Int64 = 0
      while true {
        let room = min(page.room(after: writer.count), Self.largestPage)
        // A read a page, so that the log can be checkpointed meanwhile.
        let (contacts, last) = try workspace.profiles.read { profiles in
          let contacts = try profiles.contacts(after: after, limit: max(room, 1))
          return (try contacts.map { try ContactJSON.value($0, in: profiles) }, contacts.last?.id)
        }
        guard let last else { return }
        if room == 0 {
          isMore = true
          return
        }
        for contact in contacts { writer.add(contact) }
        after = last
      }
    }
    if isMore { page.tellOfMore(output) }
  }
}
