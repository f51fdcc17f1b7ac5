import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks remove`.
struct WebhooksRemove: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove an endpoint, and what waits for it.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let endpoint = try workspace.segments.webhook(reference.webhook)
    try options.confirm("Remove the webhook \(endpoint.id) and all that waits for it?", output.console)
    try workspace.segments.deleteWebhook(endpoint.id, expecting: endpoint.revision)
    output.note("Removed \(endpoint.id).")
  }
}
