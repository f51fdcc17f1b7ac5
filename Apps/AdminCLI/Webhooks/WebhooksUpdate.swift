import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata webhooks update`.
struct WebhooksUpdate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Change an endpoint; what is not given stays.",
    discussion: "--segment all tells of every segment again.")

  @OptionGroup var reference: WebhookReference

  @Option(help: "Where messages go: http or https.")
  var url: String?

  @OptionGroup var webhook: WebhookOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let changes = JSONValue.object(webhook.members(url: url))
    let endpoint = try workspace.segments.patchWebhook(reference.webhook, with: changes, expecting: nil)
    if let url { WebhookOptions.warnOfPrivateAddress(url, output) }
    output.record(endpoint.json())
  }
}

/// Names an endpoint.
struct WebhookReference: ParsableArguments {
  @Argument(help: ArgumentHelp("The endpoint's id.", valueName: "webhook"))
  var webhook: String
}
