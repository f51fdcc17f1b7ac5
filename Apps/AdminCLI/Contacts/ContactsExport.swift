import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts export`.
struct ContactsExport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write every contact.",
    discussion: """
      Examples:
        strata contacts export > people.ndjson
        strata contacts export --output csv > people.csv

      NDJSON unless another form is asked for, and holds everything; CSV has one column a property, the first userId and \
      anonymousId, and no tracked properties. Either can be taken again by `strata contacts import`, in another data \
      directory as well, companies first: each is named by a group id, or where it has none by our own id, which no \
      other directory knows.
      """)

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let names = try workspace.profiles.read { try $0.catalog(ofCompanies: false) }
    let table = ExportTable(
      ids: ["id", "state", "userId", "anonymousId"], names: names.filter { $0.space == .contact }, last: ["companies"])
    try output.export(table) { after, limit in
      try workspace.profiles.read { profiles in
        try RowPage(rows: profiles.contacts(after: after, limit: limit), id: \.id).map { contact in
          var ids = ["id": contact.publicID, "state": contact.state.rawValue]
          for kind in [Identifier.Kind.userId, .anonymousId] {
            ids[kind.rawValue] = contact.identifiers.first { $0.kind == kind }?.value
          }
          return table.row(try ContactJSON.value(contact, in: profiles, company: \.exportedName), ids: ids)
        }
      }
    }
  }
}
