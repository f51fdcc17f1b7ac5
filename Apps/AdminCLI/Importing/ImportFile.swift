import ArgumentParser
import EventIngest
import Glibc
import SegmentModel

/// The file that an import reads, and how.
struct ImportFile: ParsableArguments {
  @Argument(help: "A file, or - for standard input.", completion: .file())
  var file: String

  @Option(help: "csv or ndjson; by the file's ending where it is left out.")
  var format: ImportFileFormat?

  @Option(name: .customLong("id-column"), help: "The column that holds the id (CSV).")
  var idColumn: String?

  @Option(help: "What parts the cells (CSV), one character; \\t is a tab.")
  var delimiter: String?

  @Flag(name: .customLong("dry-run"), help: "Say what would happen, and keep nothing of it.")
  var dryRun = false

  mutating func validate() throws {
    guard let format = actualFormat else {
      throw ValidationError("The ending of \"\(file)\" says no format; give --format csv or --format ndjson.")
    }
    if format == .ndjson, idColumn != nil || delimiter != nil {
      throw ValidationError("--id-column and --delimiter are for CSV; a line of NDJSON bears its id.")
    }
    if delimiter != nil, delimiterByte == nil { throw ValidationError("--delimiter must be one ASCII character.") }
  }

  /// Nil where the file's ending says nothing; `validate` has refused that.
  var actualFormat: ImportFileFormat? { format ?? ImportFileFormat(path: file) }

  var csvOptions: CSVOptions { CSVOptions(idColumn: idColumn, delimiter: delimiterByte ?? UInt8(ascii: ",")) }

  /// Writes what the import did.
  /// - Throws: `CommandFailure` where rows were not taken.
  func tell(_ report: ImportReport, counting more: [JSONMember] = [], _ output: Output) throws {
    func number(_ value: Int) -> JSONValue { .number(Double(value)) }
    output.record(
      .object(
        [
          JSONMember("rows", number(report.rows)), JSONMember("created", number(report.created)),
          JSONMember("updated", number(report.updated)), JSONMember("unchanged", number(report.unchanged)),
          JSONMember("rejected", number(report.rejected)),
        ] + more + [JSONMember("dryRun", .boolean(dryRun))]))
    if report.rejected > 0 {
      throw CommandFailure(
        .invalidInput, "\(report.rejected) of \(report.rows) rows were not taken\(dryRun ? " (dry run)" : "").")
    }
  }

  /// The time that others have to write.
  static func pause(_ time: Duration) { usleep(UInt32(clamping: Int64(time / .microseconds(1)))) }

  private var delimiterByte: UInt8? {
    guard let delimiter else { return file.hasSuffix(".tsv") ? 0x09 : nil }
    if delimiter == "\\t" { return 0x09 }
    guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte < 0x80 else { return nil }
    return byte
  }
}
