import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata segments preview`.
struct SegmentsPreview: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "How many a filter would match; nothing is stored.",
    discussion: """
      The file is a segment; its name may be left out.

      Examples:
        strata segments preview --file segment.json
        strata segments preview --file segment.json --as-of 2026-12-01T00:00:00Z --sample 5
      """)

  @OptionGroup var file: DefinitionFile

  @Option(
    name: .customLong("as-of"), help: "The now of the evaluation, a date-time with offset; else the present.")
  var asOf: Instant?

  @Option(help: "How many members to show.")
  var sample: Int?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if let sample, !(1...100).contains(sample) { throw ValidationError("--sample must be from 1 to 100.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let start = ContinuousClock.now
    let definition = try UnsavedSegment.read(try file.json())
    let evaluation = try FreshEvaluation(workspace, definition, at: asOf)
    let (count, total) = try evaluation.count()
    let shown = try sample.map { try members($0, evaluation) }
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    var answer = [
      JSONMember("count", .number(Double(count))), JSONMember("total", .number(Double(total))),
      JSONMember("asOf", .string(evaluation.now.description)),
      JSONMember("tookMs", .number((took * 10).rounded() / 10)),
      JSONMember("words", .string(try workspace.words(of: [definition], at: evaluation.now).joined())),
    ]
    let isTable = output.format == .table
    if let shown, !isTable { answer.append(JSONMember("sample", .array(shown))) }
    output.record(.object(answer))
    try workspace.tellWarnings(of: definition, at: evaluation.now, output)
    if let shown, isTable {
      output.line("")
      try output.list(shown, definition.contentType.isPeople ? ContactJSON.columns : CompanyJSON.columns)
    }
  }

  private func members(_ number: Int, _ evaluation: FreshEvaluation) throws -> [JSONValue] {
    let rows = try evaluation.members().prefix(number)
    let isPeople = evaluation.definition.contentType.isPeople
    return try evaluation.workspace.profiles.read { profiles in
      try rows.compactMap { row in
        isPeople
          ? try profiles.contact(row).map { try ContactJSON.value($0, in: profiles) }
          : try profiles.company(row).map(CompanyJSON.value)
      }
    }
  }
}

extension Instant: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}
