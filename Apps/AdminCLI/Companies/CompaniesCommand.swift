import ArgumentParser

/// `strata companies`.
struct CompaniesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "companies", abstract: "Organisations that contacts belong to.",
    subcommands: [
      CompaniesList.self, CompaniesShow.self, CompaniesImport.self, CompaniesExport.self, CompaniesDelete.self,
    ])
}
