import ArgumentParser
import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata segments explain`.
struct SegmentsExplain: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Why somebody is in a segment or is not; or how a segment is evaluated.",
    discussion: """
      With a contact (or a company, for a segment of companies): each node of the filter with whether it holds, what was \
      found and what was asked, and when time alone changes the answer. Evaluated now, whatever is committed. With \
      --plan: each stage from the filter to SQL.

      Examples:
        strata segments explain seg_… email:ada@example.com
        strata segments explain "Inactive for three weeks" con_… --output json
        strata segments explain --file segment.json userId:42 --as-of 2026-12-01T00:00:00Z
        strata segments explain seg_… --plan
      """)

  @Argument(help: "The segment's id or name (left out with --file), then the contact or company.")
  var names: [String] = []

  @Option(help: ArgumentHelp("A JSON file, or - for standard input.", valueName: "file"), completion: .file())
  var file: String?

  @Flag(help: "Filter, bound filter, logical plan, SQL with bindings.")
  var plan = false

  @Flag(help: "What it always does; for scripts that say so of other commands too.")
  var fresh = false

  @Option(name: .customLong("as-of"), help: "The now of the evaluation, a date-time with offset; else the present.")
  var asOf: Instant?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    let expected = (file == nil ? 1 : 0) + (plan ? 0 : 1)
    guard names.count == expected else {
      throw ValidationError(
        plan
          ? "Give either a segment or --file with --plan." : "Give a segment (or --file) and a contact, or --plan.")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let evaluation = try FreshEvaluation(workspace, try definition(in: workspace), at: asOf)
    if plan {
      try showPlan(evaluation, output)
    } else {
      try explain(names.last ?? "", evaluation, output)
    }
  }

  private func definition(in workspace: Workspace) throws -> SegmentDefinition {
    if let file { return try UnsavedSegment.read(try InputFile(file).json()) }
    return try SegmentReference.find(names.first ?? "", in: workspace).segment.definition
  }

  // MARK: Of somebody

  private func explain(_ name: String, _ evaluation: FreshEvaluation, _ output: Output) throws {
    let workspace = evaluation.workspace
    let definition = evaluation.definition
    let compiled = try evaluation.compiled()
    let (id, explanation, labels) = try workspace.backend.read { snapshot in
      let (row, id) = try Self.row(of: name, isPeople: definition.contentType.isPeople, snapshot.reader)
      let explanation = try Explainer(snapshot, at: evaluation.now).explain(compiled, of: row)
      return (id, explanation, try ProfileCatalog(snapshot.reader).labels())
    }
    let sentences = try workspace.segments.nodeWords(
      of: definition, references: compiled.references, labels: labels, at: evaluation.now)
    let words = { (segment: String?, pointer: JSONPointer) in sentences[segment]?[pointer] }
    guard output.format == .table else {
      output.record(
        .object([JSONMember("id", .string(id))] + (explanation.json(words: words).objectValue ?? [])))
      return
    }
    let text = "\(id) is " + ExplanationText(words: words).text(explanation)
    for line in text.split(separator: "\n") { output.line(TableText.printable(String(line))) }
  }

  private static func row(
    of text: String, isPeople: Bool, _ reader: ProfileReader
  ) throws -> (row: Int64, publicID: String) {
    if !isPeople {
      guard let company = try reader.company(try CompanyReference(text)) else {
        throw CommandFailure(.notFound, "There is no company \"\(text)\".")
      }
      return (company.id, company.publicID)
    }
    switch try reader.contact(try ContactReference(text)) {
    case .found(let contact)?: return (contact.id, contact.publicID)
    case .merged(let winner)?: return try row(of: winner, isPeople: true, reader)
    case nil: throw CommandFailure(.notFound, "There is no contact \"\(text)\".")
    }
  }

  // MARK: The plan

  private static func dependencies(of compiled: CompiledSegment) -> String {
    let segments = compiled.references.sorted().joined(separator: ", ")
    return compiled.plan.dependencies.description + (segments.isEmpty ? "" : "\nsegments: \(segments)")
  }

  private func showPlan(_ evaluation: FreshEvaluation, _ output: Output) throws {
    let definition = evaluation.definition
    let compiled = try evaluation.compiled()
    let stages: [(name: String, text: String)] = [
      ("filter", definition.filterJSON.prettyText), ("bound filter", BoundFilterText.text(compiled.bound)),
      ("logical plan", compiled.plan.description), ("depends on", Self.dependencies(of: compiled)),
      ("SQL", try evaluation.statement(compiled.plan)),
    ]
    guard output.format == .table else {
      output.record([
        "asOf": .string(evaluation.now.description), "filter": definition.filterJSON,
        "boundFilter": .string(stages[1].text), "logicalPlan": .string(stages[2].text),
        "dependsOn": .string(stages[3].text), "sql": .string(stages[4].text),
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
}
