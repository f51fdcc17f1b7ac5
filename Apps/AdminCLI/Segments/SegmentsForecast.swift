import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments forecast`.
struct SegmentsForecast: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast", abstract: "How many a segment will have on each of the next days if only time passes.",
    discussion: """
      At the first millisecond of each day in the segment's time zone, from tomorrow on. Events that lie ahead count \
      from their time on; everything else is as stored.

      Example:
        strata segments forecast seg_… --days 30
      """)

  private static let columns = [Column("day"), Column("at"), Column("count")]

  @OptionGroup var reference: SegmentReference

  @Option(help: "How many days, from 1 to \(EvaluationLimits.forecastDays.upperBound).")
  var days = 7

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    let allowed = EvaluationLimits.forecastDays
    if !allowed.contains(days) {
      throw ValidationError("--days must be from \(allowed.lowerBound) to \(allowed.upperBound).")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let forecast = try workspace.segments.forecast(of: segment.id, days: days)
    if output.format == .json {
      output.record(forecast.json)
    } else {
      try output.list(forecast.days.map(\.json), Self.columns)
    }
  }
}
