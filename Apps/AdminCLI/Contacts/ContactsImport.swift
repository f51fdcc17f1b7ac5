import ArgumentParser
import EventIngest
import SegmentModel
import TrackedPropertyStore

/// `strata contacts import`.
struct ContactsImport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take contacts from a CSV or NDJSON file.",
    discussion: """
      Examples:
        strata contacts import people.csv --id-column userId --dry-run
        strata contacts import fair.csv --list "Trade fair"
        zcat people.csv.gz | strata contacts import - --format csv

      The first row of a CSV file names the properties; userId, anonymousId, email, phone and code identify, and \
      companies lists the group ids of companies that the contact belongs to. Rows that cannot be taken are told on \
      standard error, the others are taken, and the exit code is then 5.
      """)
  static let createsDirectory = true

  @OptionGroup var file: ImportFile
  @Option(name: .customLong("list"), help: "Make a list of this name of everyone in the file.")
  var listName: String?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws { if let listName { try ListName.check(listName, "--list") } }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try InputFile(file.file, console: output.console).pieces()
    let progress = ImportProgress(output.console)
    let contactImport = ContactImport(
      log: workspace.profiles, clock: workspace.clock, isDryRun: file.dryRun, pause: ImportFile.pause)
    let report: ImportReport
    var rows: [Int64] = []
    let take = { (row: Int64) in if listName != nil { rows.append(row) } }
    if file.actualFormat == .ndjson {
      var importer = NDJSONImporter(source)
      report = try contactImport.run(
        &importer, onTaken: take, onRejected: progress.tell, onProgress: progress.show)
    } else {
      var importer = CSVImporter(source, options: file.csvOptions)
      report = try contactImport.run(
        &importer, onTaken: take, onRejected: progress.tell, onProgress: progress.show)
    }
    progress.finish()
    var more = [JSONMember("clashes", .number(Double(report.clashes)))]
    if let listName, !file.dryRun {
      let list = try workspace.profiles.createList(named: listName.trimmedASCII, contacts: rows)
      more.append(JSONMember("list", .object(list.json)))
    }
    try file.tell(report, counting: more, output)
  }
}
