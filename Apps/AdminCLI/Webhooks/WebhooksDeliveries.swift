import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks deliveries`.
struct WebhooksDeliveries: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries", abstract: "Attempts of the last 7 days, the newest first.")

  @OptionGroup var reference: WebhookReference

  @Option(help: "Attempts at most, up to 1000.")
  var limit = 100

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let columns = [
      Column("at"), Column("type"), Column("status"), Column("failure"), Column("tookMs", "MS"), Column("segment"),
      Column("message"),
    ]
    try output.list(try workspace.segments.deliveries(of: reference.webhook, limit: limit).map(\.json), columns)
  }
}
