import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata webhooks add`.
struct WebhooksAdd: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add an endpoint; its secret is shown this once.",
    discussion: """
      Examples:
        strata webhooks add --url https://example.com/hook --event segment.count.updated
        strata webhooks add --url https://example.com/hook --segment seg_… --property primaryEmail
      """)
  static let createsDirectory = true

  @Option(help: "Where messages go: http or https.")
  var url: String

  @OptionGroup var webhook: WebhookOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let endpoint = try workspace.segments.createWebhook(.object(webhook.members(url: url)))
    WebhookOptions.warnOfPrivateAddress(url, output)
    output.record(endpoint.json(showingSecret: true))
  }
}
