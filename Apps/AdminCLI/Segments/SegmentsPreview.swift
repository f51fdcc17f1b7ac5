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
      The file is a segment, whose name may be left out, or what the API takes for a preview: beside the filter it may \
      say asOf, sample, nodes and against. An option wins over the file.

      Examples:
        strata segments preview --file segment.json
        strata segments preview --file segment.json --as-of 2026-12-01T00:00:00Z --sample 5
        strata segments preview --file edited.json --against seg_… --nodes
      """)

  private static let nodeColumns = [Column("pointer"), Column("count")]

  @OptionGroup var file: DefinitionFile

  @Option(
    name: .customLong("as-of"), help: "The now of the evaluation, a date-time with offset; else the present.")
  var asOf: Instant?

  @Option(help: "How many members to show.")
  var sample: Int?

  @Flag(help: "Count each node of the filter by itself.")
  var nodes = false

  @Option(help: "A saved segment, by id or name: how many would enter and leave it.")
  var against: String?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if let sample, !(1...100).contains(sample) { throw ValidationError("--sample must be from 1 to 100.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let start = ContinuousClock.now
    let request = try request(in: workspace)
    let found = try workspace.segments.preview(request)
    let isPeople = request.definition.contentType.isPeople
    let shown = try found.sample.map { try describe($0, isPeople: isPeople, workspace) }
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    let words = try workspace.words(of: [request.definition], at: found.asOf).joined()
    var answer =
      found.json + [
        JSONMember("tookMs", .number((took * 10).rounded() / 10)), JSONMember("words", .string(words)),
      ]
    let isTable = output.format == .table
    if let shown, !isTable { answer.append(JSONMember("sample", .array(shown))) }
    output.record(.object(isTable ? answer.filter { $0.key != "nodes" } : answer))
    try workspace.tellWarnings(of: request.definition, at: found.asOf, output)
    guard isTable else { return }
    if let nodes = found.nodes {
      output.line("")
      try output.list(nodes.map(\.json), Self.nodeColumns)
    }
    if let shown {
      output.line("")
      try output.list(shown, isPeople ? ContactJSON.columns : CompanyJSON.columns)
    }
  }

  private func request(in workspace: Workspace) throws -> PreviewRequest {
    var request = try workspace.segments.previewRequest(
      try file.json(), ignoring: SegmentDefinition.keys + SegmentService.readOnlyKeys)
    request.asOf = asOf ?? request.asOf
    request.sample = sample ?? request.sample
    request.countsNodes = nodes || request.countsNodes
    if let against { request.against = try SegmentReference.find(against, in: workspace).segment.id }
    return request
  }

  private func describe(_ rows: [Int64], isPeople: Bool, _ workspace: Workspace) throws -> [JSONValue] {
    try workspace.profiles.read { profiles in
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
