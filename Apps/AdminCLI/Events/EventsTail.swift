import ArgumentParser
import Glibc
import SegmentModel
import TrackedPropertyStore

/// `strata events tail`.
struct EventsTail: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail", abstract: "Follow events as they come, until it is interrupted.",
    discussion: """
      Examples:
        strata events tail
        strata events tail --name bought --last 0 --output ndjson
      """)

  private static let eventsOfARead = 500
  /// Events that `--last` can ask for.
  private static let mostOfTheLast = 10_000
  /// Rows that are looked through for them.
  private static let rowsForTheLast = 100_000
  /// Between two looks at whether something came, microseconds.
  private static let pause: UInt32 = 50_000

  @Option(help: "Those of this name alone.")
  var name: String?

  @Option(help: "How many of those that are there are shown first.")
  var last = 10

  @Option(help: "Ends after so many.")
  var count: Int?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    guard (0...Self.mostOfTheLast).contains(last) else {
      throw ValidationError("--last must be from 0 to \(Self.mostOfTheLast).")
    }
    if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    // A table would wait for its first rows to find its widths, and a list for its end.
    let lines = Output(format: output.format == .csv ? .csv : .ndjson, console: output.console)
    let doorbell = try workspace.profiles.makeDoorbell()
    try lines.list(EventJSON.columns) { writer in
      var version = try doorbell.dataVersion()
      var row = try writeLast(workspace, &writer)
      while count.map({ writer.count < $0 }) ?? true {
        let found = try workspace.profiles.read { profiles in
          let slice = try profiles.events(after: row, limit: Self.eventsOfARead)
          return (try rows(of: slice.events, in: profiles), slice.last)
        }
        write(found.0, &writer)
        if found.1 > row {
          row = found.1
          continue
        }
        while try doorbell.dataVersion() == version { usleep(Self.pause) }
        version = try doorbell.dataVersion()
      }
    }
  }

  /// - Returns: the row of the last event that is there.
  private func writeLast(_ workspace: Workspace, _ writer: inout ListWriter) throws -> Int64 {
    let (found, row) = try workspace.profiles.read { profiles in
      let slice = last == 0 ? nil : try profiles.events(named: name, rows: Self.rowsForTheLast)
      let events = (slice?.events ?? []).prefix(last).reversed()
      return (try rows(of: Array(events), in: profiles), try profiles.lastEventRow())
    }
    write(found, &writer)
    return row
  }

  private func rows(of events: [EventRecord], in profiles: ProfileReader) throws -> [JSONValue] {
    let sources = try SourceNames(profiles)
    return try events.filter { name == nil || $0.name == name }.map {
      try EventJSON.value($0, sources: sources, in: profiles)
    }
  }

  private func write(_ rows: [JSONValue], _ writer: inout ListWriter) {
    for row in rows where count.map({ writer.count < $0 }) ?? true { writer.add(row) }
  }
}
