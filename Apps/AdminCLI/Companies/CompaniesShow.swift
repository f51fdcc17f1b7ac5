import ArgumentParser

/// `strata companies show`.
struct CompaniesShow: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One company.",
    discussion: """
      Examples:
        strata companies show com_…
        strata companies show groupId:acme --output json
      """)

  @OptionGroup var company: CompanyArgument
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    output.record(CompanyJSON.value(try company.find(in: workspace)))
  }
}
