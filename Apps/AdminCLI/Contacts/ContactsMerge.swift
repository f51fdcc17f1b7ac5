import ArgumentParser
import EventIngest
import SegmentModel
import TrackedPropertyStore

/// `strata contacts merge`.
struct ContactsMerge: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Make one contact of two; it cannot be undone.",
    discussion: """
      Examples:
        strata contacts merge userId:42 email:a@example.com --yes

      The first goes on, with the newest value of each property of both, every event, identifier, company and list. The \
      id of the second leads to it from then on.
      """)

  @Argument(help: "The one that goes on: its id, or an identifier.")
  var winner: String

  @Argument(help: "The one that goes into it.")
  var loser: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (winning, losing) = (try workspace.contact(named: winner), try workspace.contact(named: loser))
    if winning.id == losing.id {
      throw CommandFailure(.conflict, "\"\(winner)\" and \"\(loser)\" are one contact already: \(winning.publicID).")
    }
    try options.confirm("Merge \(losing.publicID) into \(winning.publicID)?", output.console)
    _ = try workspace.profiles.write { transaction in
      try ProfileEditing(transaction, at: workspace.clock.now).merge(losing.id, into: winning.id)
    }
    let merged = try workspace.profiles.read { profiles in
      try profiles.contact(winning.id).map { try ContactJSON.value($0, in: profiles) }
    }
    if let merged { output.record(merged) }
  }
}
