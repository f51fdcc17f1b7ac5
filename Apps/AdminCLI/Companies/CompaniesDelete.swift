import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata companies delete`.
struct CompaniesDelete: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a company and its links; its contacts stay.")

  @OptionGroup var company: CompanyArgument
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let found = try company.find(in: workspace)
    try options.confirm("Delete the company \(found.publicID)?", output.console)
    try workspace.profiles.deleteCompany(found.id)
    output.note("Deleted \(found.publicID).")
  }
}
