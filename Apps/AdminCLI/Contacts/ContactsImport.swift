import ArgumentParser
import EventIngest
import SegmentModel

/// `strata contacts import`.
struct ContactsImport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take contacts from a CSV or NDJSON file.",
    discussion: """
      Examples:
        strata contacts import people.csv --id-column userId --dry-run
        strata contacts import people.ndjson
        zcat people.csv.gz | strata contacts import - --format csv

      The first row of a CSV file names the properties; userId, anonymousId, email, phone and code identify, and \
      companies lists the group ids of companies that the contact belongs to. Rows that cannot be taken are told on \
      standard error, the others are taken, and the exit code is then 5.
      """)
  static let createsDirectory = true

  @OptionGroup var file: ImportFile
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try InputFile(file.file, console: output.console).pieces()
    let progress = ImportProgress(output.console)
    let contactImport = ContactImport(
      log: workspace.profiles, clock: workspace.clock, isDryRun: file.dryRun, pause: ImportFile.pause)
    let report: ImportReport
    if file.actualFormat == .ndjson {
      var importer = NDJSONImporter(source)
      report = try contactImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    } else {
      var importer = CSVImporter(source, options: file.csvOptions)
      report = try contactImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    }
    progress.finish()
    try file.tell(report, counting: [JSONMember("clashes", .number(Double(report.clashes)))], output)
  }
}
