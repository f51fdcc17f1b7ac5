import ArgumentParser
import EventIngest
import IngestDialects
import SegmentModel
import TrackedPropertyStore

/// `strata events replay`.
struct EventsReplay: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Take refused messages again, once what they were refused for is mended.",
    discussion: """
      Examples:
        strata events replay --code tooManyEventNames
        strata events replay --id 17 --id 18

      Each is taken as its source sent it, with the time at which it came. One that is refused again stays, with its new \
      reason. Those that could not be read or were too long, those of revoked sources, and those that were taken but for \
      something that they asked, are left as they are.
      """)

  private static let messagesOfATransaction = 200

  @Option(help: "Those refused for this reason, by its code.")
  var code: String?

  @Option(name: .customLong("id"), help: "One of them, as events rejected shows it; may be given more than once.")
  var ids: [Int64] = []

  @Flag(help: "All of them.")
  var all = false

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    guard all || code != nil || !ids.isEmpty else {
      throw ValidationError("Say which: --code, --id or --all.")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let replay = MessageReplay(log: workspace.profiles, dialects: Dialects.all)
    var report = ReplayReport()
    // Those refused again come behind the last one, and are not met a second time.
    let end = try workspace.profiles.read { try $0.lastRejection() }
    var place: Int64 = 0
    var missing = Set(ids)
    while true {
      let found = try workspace.profiles.read { [place] profiles in
        try profiles.rejections(after: place, through: end, code: code, limit: Self.messagesOfATransaction)
      }
      guard let last = found.last else { break }
      place = last.id
      let sources = try workspace.profiles.read { try $0.sources().map(\.source) }
      let wanted = found.filter { ids.isEmpty || ids.contains($0.id) }
      missing.subtract(wanted.map(\.id))
      report += try replay.run(
        wanted.map { kept in
          MessageReplay.Entry(
            id: kept.id, message: kept.message, source: sources.first { $0.id == kept.message.source })
        })
    }
    output.record([
      "accepted": .number(Double(report.accepted)), "duplicates": .number(Double(report.duplicates)),
      "rejected": .number(Double(report.rejected)), "skipped": .number(Double(report.skipped)),
    ])
    var sentences = ReplayObstacle.allCases.compactMap { obstacle in
      report.obstacles[obstacle].map { "\($0) cannot be taken again: \(obstacle.detail)." }
    }
    if !missing.isEmpty {
      let those = missing.sorted().map(String.init).joined(separator: ", ")
      sentences.append("There is no refused message \(those)\(code.map { " with the code \"\($0)\"" } ?? "").")
    }
    if ids.isEmpty || sentences.isEmpty { return sentences.forEach(output.note) }
    // What was asked for by its id was not done.
    throw CommandFailure(missing.isEmpty ? .conflict : .notFound, sentences.joined(separator: " "))
  }
}
