import ArgumentParser
import EventIngest
import Glibc
import SegmentModel

/// The file that an import reads, and how.
struct ImportFile: ParsableArguments {
  @Argument(help: "A file, or - for standard input.", completion: .file())
  var file: String

  @Option(help: "csv, ndjson, or tracking: messages of the tracking API; by the file's ending where it is left out.")
  var format: ImportFileFormat?

  @Option(name: .customLong("id-column"), help: "The column that holds the id (CSV).")
  var idColumn: String?

  @Option(
    name: .customLong("map"),
    help: ArgumentHelp(
      "The property that a column holds (CSV); may be given more than once.", valueName: "column=property"))
  var maps: [String] = []

  @Option(help: "What parts the cells (CSV), one character; \\t is a tab. Found in the file where it is left out.")
  var delimiter: String?

  @Flag(name: .customLong("dry-run"), help: "Say what would happen: it is tried on a copy that is then thrown away.")
  var dryRun = false

  @Option(
    name: .customLong("rejected"),
    help: "A new file for the rows that were not taken, as they stand, with why; mended, it is taken in the same way.",
    completion: .file())
  var rejected: String?

  @Flag(help: "Go on where an import of this file was interrupted; refused where none is known of the file as it is.")
  var resume = false

  mutating func validate() throws {
    guard let format = actualFormat else {
      throw ValidationError(
        "The ending of \"\(file)\" says no format; give --format csv, --format ndjson or --format tracking.")
    }
    if format != .csv, idColumn != nil || delimiter != nil || !maps.isEmpty {
      throw ValidationError("--id-column, --map and --delimiter are for CSV; a line of NDJSON bears its names.")
    }
    if delimiter != nil, delimiterByte == nil { throw ValidationError("--delimiter must be one ASCII character.") }
    if maps.contains(where: { Self.parts(ofMap: $0) == nil }) {
      throw ValidationError("--map names a column and a property: \"E-Mail=email\".")
    }
    if resume, dryRun || file == "-" {
      throw ValidationError("--resume is for a file, and not for --dry-run.")
    }
  }

  /// Nil where the file's ending says nothing; `validate` has refused that.
  var actualFormat: ImportFileFormat? { format ?? ImportFileFormat(path: file) }

  var csvOptions: CSVOptions {
    let renames = maps.compactMap(Self.parts)
    return CSVOptions(
      idColumn: idColumn, delimiter: delimiterByte,
      renames: Dictionary(renames, uniquingKeysWith: { _, last in last }))
  }

  /// What tells how the file is read, as it is typed.
  var readingOptions: [String] {
    let csv = csvOptions
    return [
      actualFormat.map { "--format \($0.rawValue)" }, csv.idColumn.map { "--id-column \"\($0)\"" },
      delimiter.map { "--delimiter \"\($0)\"" },
    ].compactMap(\.self) + csv.renames.map { "--map \"\($0.key)=\($0.value)\"" }.sorted()
  }

  private static func parts(ofMap text: String) -> (String, String)? {
    guard let separator = text.lastIndex(of: "=") else { return nil }
    let (column, name) = (text[..<separator], text[text.index(after: separator)...])
    return column.isEmpty || name.isEmpty ? nil : (String(column), String(name))
  }

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
          JSONMember("rejectedByCode", .object(report.codes.map { JSONMember($0.code, number($0.count)) })),
        ] + more + [JSONMember("dryRun", .boolean(dryRun))]))
    if report.rejected > 0 {
      throw CommandFailure(
        .invalidInput, "\(report.rejected) of \(report.rows) rows were not taken\(dryRun ? " (dry run)" : "").")
    }
  }

  /// The time that others have to write.
  static func pause(_ time: Duration) { usleep(UInt32(clamping: Int64(time / .microseconds(1)))) }

  private var delimiterByte: UInt8? {
    guard let delimiter else { return nil }
    if delimiter == "\\t" { return 0x09 }
    guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte < 0x80 else { return nil }
    return byte
  }
}
