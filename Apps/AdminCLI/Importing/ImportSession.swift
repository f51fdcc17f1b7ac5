import EventIngest
import SegmentModel
import TrackedPropertyStore

/// What imports of contacts and of companies have in common: the file, how far it is, and what of it is not taken.
struct ImportSession {
  private let file: ImportFile
  private let workspace: Workspace
  private let output: Output
  private let input: ImportInput
  private let progress: ImportProgress
  private let rejected: RejectedRowsFile?
  /// The setting that keeps the last row that was written; nil where nothing is kept.
  private let place: String?
  /// The last row that an earlier run has written.
  private let after: Int

  /// - Parameter what: "contacts", "companies".
  /// - Throws: `CommandFailure` where the file cannot be read, there is already a file of refused rows, or an import is
  ///   to go on that was not interrupted or has read the file otherwise.
  init(_ file: ImportFile, of what: String, _ workspace: Workspace, _ output: Output) throws {
    self.file = file
    self.workspace = workspace
    self.output = output
    input = try ImportInput(file.file, console: output.console)
    progress = ImportProgress(output.console)
    rejected = try file.rejected.map { try RejectedRowsFile($0) }
    let place = file.dryRun ? nil : input.identity.map { "import.\(what).\($0)" }
    self.place = place
    let kept = try place.flatMap { place in try workspace.profiles.read { try $0.setting(place) } }
    let known = kept.flatMap(ImportPlace.init)
    after = file.resume ? try ImportPlace.required(known, file.readingOptions).row : 0
    if let known, !file.resume {
      output.note(
        """

        An import of this file was interrupted after row \(known.row). This one begins anew; --resume would go on there.
        """)
    }
  }

  var source: ByteSource { { try input.next() } }

  var checkpoint: ImportCheckpoint<ProfileDatabase>? {
    place.map { place in
      let options = file.readingOptions
      return ImportCheckpoint(after: after) { transaction, row in
        try transaction.set(ImportPlace(row: row, options: options).text, setting: place)
      }
    }
  }

  /// Keeps the rows that are not taken, on disk when this returns: the place moves past them next.
  /// - Parameter header: the first row of the file of them; empty where it has none.
  func refuse(_ rows: [RefusedRow], header: [UInt8]) throws {
    try rejected?.add(rows, header: header)
    progress.note(rows)
  }

  /// Runs the import; where it fails, what is told of that has a line of its own.
  func run(_ body: () throws -> ImportReport) throws -> ImportReport {
    do {
      return try body()
    } catch {
      progress.clearLine()
      throw error
    }
  }

  func show(_ report: ImportReport) { progress.show(report, done: input.progress) }

  /// After the last row: tells what columns hold and what was done.
  /// - Throws: `CommandFailure` where rows were not taken.
  func finish(
    _ report: ImportReport, renamed: [(column: String, name: String)], counting more: [JSONMember] = []
  ) throws {
    progress.finish(report, done: input.progress)
    try rejected?.close()
    if let place { _ = try workspace.profiles.write { try $0.set(nil, setting: place) } }
    if file.dryRun {
      for (column, name) in renamed { output.note("column \"\(TableText.printable(column))\" is \(name)") }
    }
    try file.tell(report, counting: more + (after > 0 ? [JSONMember("after", .number(Double(after)))] : []), output)
  }
}
