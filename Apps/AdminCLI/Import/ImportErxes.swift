import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata import erxes`.
struct ImportErxes: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "erxes", abstract: "Take over segments that were exported from erxes.",
    discussion: """
      Examples:
        strata import erxes export.json --dry-run
        mongoexport --collection segments | strata import erxes -

      The file is a list of segments, an object with "segments", or one segment a line. All that can be taken over are \
      saved in one go; the report says what means something else here, and what is refused and why. A segment whose \
      name is there already is left as it is. The exit code is 5 where something was refused.
      """)
  static let createsDirectory = true

  private static let maximumBytes = 64 << 20

  @Argument(help: "A file, or - for standard input.", completion: .file())
  var file: String

  @Flag(name: .customLong("dry-run"), help: "Say what would happen, and keep nothing of it.")
  var dryRun = false

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let export = try ErxesExport(try InputFile(file, console: output.console).bytes(upTo: Self.maximumBytes))
    let zone = try workspace.segments.compilerInputs().zone
    let translations = ErxesImport(export, zone: zone).translate()
    let drafts = translations.compactMap { translation -> SegmentDraft? in
      if case .draft(let draft) = translation.result { draft } else { nil }
    }
    let outcomes = try workspace.segments.create(drafts, isDryRun: dryRun)
    let report = ErxesReport(translations, outcomes, isDryRun: dryRun) { segments in
      let unsaved = Dictionary(segments.map { ($0.id, $0.definition) }) { first, _ in first }
      return try workspace.words(of: segments.map(\.definition), with: unsaved)
    }
    if output.format == .table {
      for line in try report.lines() { output.line(TableText.printable(line)) }
    } else {
      output.record(try report.json())
    }
    if report.refused.count > 0 {
      throw CommandFailure(
        .invalidInput,
        "\(report.refused.count) of \(translations.count) segments were refused\(dryRun ? " (dry run)" : "").")
    }
  }
}
