import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments history`.
struct SegmentsHistory: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "The size of a segment over time.",
    discussion: """
      A line a step, with the size at its end and how many entered and left within it, as far back as the changes are \
      kept. Steps of days, weeks and months begin at midnight in the segment's time zone.

      Examples:
        strata segments history seg_…
        strata segments history seg_… --step 1h --from 2026-12-01T00:00:00Z
      """)

  private static let columns = [
    Column("from"), Column("to"), Column("count"), Column("entered"), Column("left"),
  ]

  @OptionGroup var reference: SegmentReference

  @Option(help: "Where it begins, a date-time with offset; else \(HistoryQuery.defaultSteps) steps before its end.")
  var from: Instant?

  @Option(help: "Where it ends, a date-time with offset; else now.")
  var to: Instant?

  @Option(help: "How long a step is, like 6h, 1d, 1w or 1M.")
  var step = HistoryStep.day

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let query = HistoryQuery(from: from, to: to, step: step)
    let history = try workspace.segments.history(of: segment.id, query)
    if output.format == .json {
      output.record(history.json)
    } else {
      try output.list(history.steps.map(\.json), Self.columns)
    }
  }
}

extension HistoryStep: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
