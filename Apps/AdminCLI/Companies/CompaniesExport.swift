import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata companies export`.
struct CompaniesExport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write every company.",
    discussion: """
      Examples:
        strata companies export > companies.ndjson
        strata companies export --output csv > companies.csv

      NDJSON unless another form is asked for, and holds everything; CSV has one column a property and the first group \
      id. Either can be taken again by `strata companies import`.
      """)

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let names = try workspace.profiles.read { try $0.catalog(ofCompanies: true) }
    let table = ExportTable(ids: ["id", "groupId"], names: names.filter { $0.space == .company })
    try output.export(table) { after, limit in
      try workspace.profiles.read { profiles in
        RowPage(rows: try profiles.companies(after: after, limit: limit), id: \.id).map { company in
          table.row(
            CompanyJSON.value(company),
            ids: ["id": company.publicID, "groupId": company.groupIDs.first ?? ""])
        }
      }
    }
  }
}
