import ArgumentParser
import Foundation
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `strata check`.
struct CheckCommand: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the files, and the members against a fresh evaluation.",
    discussion: """
      Examples:
        strata check
        strata check --output json

      Asks SQLite whether both files are whole; whether the changes of each segment are numbered without gaps, and lead \
      from its snapshots to its members and its count; and whether the members are those that SQLite finds at the \
      position and the now that were committed. Servers may run meanwhile: it waits for the query server to catch up. \
      While the files are read, their logs grow.

      Exit codes: 0 all is well, 1 something does not fit, 6 some segments could not be compared.
      """)

  private static let columns = [Column("segment"), Column("name"), Column("code"), Column("detail")]

  @Option(help: "Seconds to wait for the query server without getting on.")
  var wait = 10

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if !(0...3600).contains(wait) { throw ValidationError("--wait must be from 0 to 3600.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let files = try Self.checkFiles(of: workspace)
    let address = workspace.directory.file(ServerProgram.query.addressFileName)
    let isServed = FileManager.default.fileExists(atPath: address)
    var checker = SegmentChecker(workspace.segments, patience: .seconds(isServed ? wait : 0))
    var report = try checker.run()
    report.findings = files + report.findings
    if output.format == .json {
      output.record(report.json)
    } else {
      try output.list(Self.rows(of: report), Self.columns)
    }
    try Self.end(with: report, output)
  }

  private static func checkFiles(of workspace: Workspace) throws -> [CheckReport.Finding] {
    let problems = [
      ("profiles.sqlite", try workspace.profiles.read { try $0.integrityProblems() }),
      ("segments.sqlite", try workspace.store.read { try $0.integrityProblems() }),
    ]
    return problems.flatMap { file, problems in
      problems.map { CheckReport.Finding(finding: CheckFinding(.integrity, "\(file): \($0)")) }
    }
  }

  /// A line for each finding, and for each segment that was not compared.
  private static func rows(of report: CheckReport) -> [JSONValue] {
    report.findings.map(\.json)
      + report.notCompared.map { each in
        .object(
          (each.json.objectValue ?? []) + [JSONMember("code", "notCompared"), JSONMember("detail", .string(each.why))])
      }
  }

  private static func end(with report: CheckReport, _ output: Output) throws {
    if !report.findings.isEmpty {
      throw CommandFailure(.failed, "\(report.findings.count) things do not fit; see the list.")
    }
    if !report.notCompared.isEmpty {
      throw CommandFailure(
        .unavailable, "\(report.notCompared.count) could not be compared; see the list, and try again.")
    }
    output.note("All is well; the members of \(report.compared) segments are those of a fresh evaluation.")
  }
}
