import ArgumentParser
import EventIngest
import SegmentModel
import TrackedPropertyStore

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

  mutating func validate() throws {
    if file.actualFormat == .tracking { throw ValidationError("--format tracking is for contacts.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let session = try ImportSession(file, of: "companies", workspace, output)
    if file.actualFormat == .ndjson {
      try take(NDJSONCompanyImporter(session.source), session, workspace)
    } else {
      try take(CSVCompanyImporter(session.source, options: file.csvOptions), session, workspace)
    }
  }

  private func take(_ importer: some CompanyImporter, _ session: ImportSession, _ workspace: Workspace) throws {
    var importer = importer
    func run(_ companies: CompanyImport<some ProfileLog>) throws -> ImportReport {
      try companies.run(
        &importer, onRejected: session.refuse, onProgress: session.show)
    }
    let report = try session.run {
      if file.dryRun {
        return try run(CompanyImport(log: workspace.profiles.makeDraft(), clock: workspace.clock, pause: { _ in }))
      }
      return try run(
        CompanyImport(
          log: workspace.profiles, clock: workspace.clock, checkpoint: session.checkpoint, pause: ImportFile.pause))
    }
    try session.finish(report, renamed: importer.renamed)
  }
}
