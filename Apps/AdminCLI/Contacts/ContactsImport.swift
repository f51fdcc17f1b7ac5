import ArgumentParser
import EventIngest
import Glibc
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

      The first row of a CSV file names the properties; userId, anonymousId, email, phone and code identify. Rows that \
      cannot be taken are told on standard error, the others are taken, and the exit code is then 5.
      """)
  static let createsDirectory = true

  @Argument(help: "A file, or - for standard input.", completion: .file())
  var file: String

  @Option(help: "csv or ndjson; by the file's ending where it is left out.")
  var format: ContactFileFormat?

  @Option(name: .customLong("id-column"), help: "The column that holds the userId (CSV).")
  var idColumn: String?

  @Option(help: "What parts the cells (CSV), one character; \\t is a tab.")
  var delimiter: String?

  @Flag(name: .customLong("dry-run"), help: "Say what would happen, and keep nothing of it.")
  var dryRun = false

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    guard let format = actualFormat else {
      throw ValidationError("The ending of \"\(file)\" says no format; give --format csv or --format ndjson.")
    }
    if format == .ndjson, idColumn != nil || delimiter != nil {
      throw ValidationError("--id-column and --delimiter are for CSV; a line of NDJSON has a userId.")
    }
    if delimiter != nil, delimiterByte == nil { throw ValidationError("--delimiter must be one ASCII character.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let source = try InputFile(file, console: output.console).pieces()
    let progress = ImportProgress(output.console)
    let contactImport = ContactImport(log: workspace.profiles, clock: workspace.clock, isDryRun: dryRun) { time in
      usleep(UInt32(clamping: Int64(time / .microseconds(1))))
    }
    let report: ImportReport
    if actualFormat == .ndjson {
      var importer = NDJSONImporter(source)
      report = try contactImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    } else {
      var importer = CSVImporter(source, options: .init(idColumn: idColumn, delimiter: delimiterByte ?? 0x2C))
      report = try contactImport.run(&importer, onRejected: progress.tell, onProgress: progress.show)
    }
    progress.finish()
    output.record(json(report))
    if report.rejected > 0 {
      throw CommandFailure(
        .invalidInput, "\(report.rejected) of \(report.rows) rows were not taken\(dryRun ? " (dry run)" : "").")
    }
  }

  private var actualFormat: ContactFileFormat? { format ?? ContactFileFormat(path: file) }

  private var delimiterByte: UInt8? {
    guard let delimiter else { return file.hasSuffix(".tsv") ? 0x09 : nil }
    if delimiter == "\\t" { return 0x09 }
    guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte < 0x80 else { return nil }
    return byte
  }

  private func json(_ report: ImportReport) -> JSONValue {
    func number(_ value: Int) -> JSONValue { .number(Double(value)) }
    return [
      "rows": number(report.rows), "created": number(report.created), "updated": number(report.updated),
      "unchanged": number(report.unchanged), "rejected": number(report.rejected), "clashes": number(report.clashes),
      "dryRun": .boolean(dryRun),
    ]
  }
}
