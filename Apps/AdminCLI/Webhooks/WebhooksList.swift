import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks list`.
struct WebhooksList: DataCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every endpoint, without its secret.")

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let columns = [
      Column("id"), Column("url"), Column("events"), Column("segments"), Column("enabled"),
      Column("consecutiveFailures", "FAILURES"), Column("description"),
    ]
    try output.list(try workspace.segments.webhooks().map { $0.json() }, columns)
  }
}
