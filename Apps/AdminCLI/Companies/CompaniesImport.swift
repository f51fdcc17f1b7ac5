import ArgumentParser
import EventIngest
import SegmentModel

/// `strata companies import`.
struct CompaniesImport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take companies from a CSV or NDJSON file.",
    discussion: """
      Examples:
        strata companies import companies.csv --id-column "Account No" --dry-run
        strata companies import companies.ndjson

      The first row of a CSV file names the properties; groupId identifies. Rows that cannot be taken are told on \
      standard error, the others are taken, and the exit code is then 5. Who belongs to a company is said by the \
      contacts: their column or field "companies" lists group ids.
      """)
  static let createsDirectory = true

  @OptionGroup var file: ImportFile
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try InputFile(file.file, console: output.console).pieces()
    let progress = ImportProgress(output.console)
    let companyImport = CompanyImport(
      log: workspace.profiles, clock: workspace.clock, isDryRun: file.dryRun, pause: ImportFile.pause)
    let report: ImportReport
    if file.actualFormat == .ndjson {
      var importer = NDJSONCompanyImporter(source)
      report = try companyImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    } else {
      var importer = CSVCompanyImporter(source, options: file.csvOptions)
      report = try companyImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    }
    progress.finish()
    try file.tell(report, output)
  }
}
