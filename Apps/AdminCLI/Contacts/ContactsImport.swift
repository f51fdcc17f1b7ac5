import ArgumentParser
import EventIngest
import IngestDialects
import SegmentModel
import TrackedPropertyStore

/// `strata contacts import`.
struct ContactsImport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take contacts, or messages about them, from a file: CSV or NDJSON, gzip or not.",
    discussion: """
      Examples:
        strata contacts import people.csv --id-column userId --dry-run
        strata contacts import people.csv --map "E-Mail=email" --rejected refused.csv
        strata contacts import fair.csv.gz --list "Trade fair"
        strata contacts import events.ndjson --format tracking

      The first row of a CSV file names the properties, as the product calls them or nearly so (First Name is \
      firstName; --dry-run says which); userId, anonymousId, email, phone and code identify, and companies lists the \
      group ids of companies that the contact belongs to, parted by commas (one that holds a comma in quotes).

      With --format tracking a line is a message of the tracking API: identify, track, page, group; one with a \
      messageId is taken once. A message that stores an event counts as created or updated, one that says nothing new \
      or was taken before as unchanged.

      Rows that cannot be taken are told on standard error, the others are taken, and the exit code is then 5.
      """)
  static let createsDirectory = true

  @OptionGroup var file: ImportFile
  @Option(name: .customLong("list"), help: "Make a list of this name of everyone in the file.")
  var listName: String?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if let listName { try ListName.check(listName, "--list") }
    if listName != nil, file.resume {
      throw ValidationError("A list is made of the whole file: --list is not for --resume.")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let session = try ImportSession(file, of: "contacts", workspace, output)
    switch file.actualFormat {
    case .ndjson: try take(NDJSONImporter(session.source), session, workspace, output)
    case .tracking:
      try take(MessageImporter(session.source, understand: TrackingAPI.message), session, workspace, output)
    case .csv, nil: try take(CSVImporter(session.source, options: file.csvOptions), session, workspace, output)
    }
  }

  private func take(
    _ importer: some ContactImporter, _ session: ImportSession, _ workspace: Workspace, _ output: Output
  ) throws {
    var importer = importer
    let listName = file.dryRun ? nil : listName?.trimmedASCII
    var list = try listName.map { try workspace.profiles.beginList(named: $0) }
    func run(_ contacts: ContactImport<some ProfileLog>) throws -> ImportReport {
      try contacts.run(
        &importer, onTaken: { try list?.add($0) },
        onRejected: session.refuse, onProgress: session.show)
    }
    let report = try session.run {
      if file.dryRun {
        return try run(ContactImport(log: workspace.profiles.makeDraft(), clock: workspace.clock, pause: { _ in }))
      }
      return try run(
        ContactImport(
          log: workspace.profiles, clock: workspace.clock, checkpoint: session.checkpoint, pause: ImportFile.pause))
    }
    var more = [JSONMember("clashes", .number(Double(report.clashes)))]
    if let list { more.append(JSONMember("list", .object(try list.finish().json))) }
    try session.finish(report, renamed: importer.renamed, counting: more)
  }
}
