import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts list`.
struct ContactsList: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Contacts in the order in which they came.")

  @OptionGroup var search: SearchOption
  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    try output.pages(ContactJSON.columns, page) { after, limit in
      try workspace.profiles.read { profiles in
        let contacts =
          try search.text.map { text -> RowPage<ContactRecord> in
            let slice = try profiles.search(text, ofCompanies: false, after: after, limit: limit)
            return RowPage(rows: try slice.found.compactMap(profiles.contact), next: slice.last)
          } ?? RowPage(rows: profiles.contacts(after: after, limit: limit), id: \.id)
        return try contacts.map { try ContactJSON.value($0, in: profiles) }
      }
    }
  }
}
