import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata companies list`.
struct CompaniesList: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Companies in the order in which they came.")

  @OptionGroup var search: SearchOption
  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    try output.pages(CompanyJSON.columns, page) { after, limit in
      try workspace.profiles.read { profiles in
        let companies =
          try search.text.map { text -> RowPage<CompanyRecord> in
            let slice = try profiles.search(text, ofCompanies: true, after: after, limit: limit)
            return RowPage(rows: try slice.found.compactMap(profiles.company), next: slice.last)
          } ?? RowPage(rows: profiles.companies(after: after, limit: limit), id: \.id)
        return companies.map(CompanyJSON.value)
      }
    }
  }
}
