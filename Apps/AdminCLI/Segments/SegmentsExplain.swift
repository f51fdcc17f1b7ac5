import ArgumentParser
import FilterCompiler
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments explain --plan`.
struct SegmentsExplain: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "How a segment is evaluated: each stage from the filter to SQL.",
    discussion: """
      Examples:
        strata segments explain seg_… --plan
        strata segments explain --file segment.json --plan
      """)

  @Argument(help: "The segment's id, or its name.")
  var segment: String?

  @Option(help: ArgumentHelp("A JSON file, or - for standard input.", valueName: "file"), completion: .file())
  var file: String?

  @Flag(help: "Filter, bound filter, logical plan, SQL with bindings.")
  var plan = false

  @Option(name: .customLong("as-of"), help: "The now of the evaluation, a date-time with offset; else the present.")
  var asOf: Instant?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if (segment == nil) == (file == nil) { throw ValidationError("Give either a segment or --file.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    guard plan else { throw CommandFailure.notInThisVersion("segments explain (without --plan)") }
    let definition = try definition(in: workspace)
    let evaluation = try FreshEvaluation(workspace, definition, at: asOf)
    let compiled = try evaluation.compiled()
    let stages: [(name: String, text: String)] = [
      ("filter", definition.filterJSON.prettyText), ("bound filter", BoundFilterText.text(compiled.bound)),
      ("logical plan", compiled.plan.description), ("SQL", try evaluation.statement(compiled.plan)),
    ]
    guard output.format == .table else {
      output.record([
        "asOf": .string(evaluation.now.description), "filter": definition.filterJSON,
        "boundFilter": .string(stages[1].text), "logicalPlan": .string(stages[2].text), "sql": .string(stages[3].text),
      ])
      return
    }
    for (index, stage) in stages.enumerated() {
      if index > 0 { output.line("") }
      output.line(output.console.usesColor ? TableText.bold(stage.name) : stage.name)
      for line in stage.text.split(separator: "\n", omittingEmptySubsequences: false) {
        output.line("  " + TableText.printable(String(line)))
      }
    }
  }

  private func definition(in workspace: Workspace) throws -> SegmentDefinition {
    if let file { return try UnsavedSegment.read(try InputFile(file).json()) }
    return try SegmentReference.find(segment ?? "", in: workspace).segment.definition
  }
}
