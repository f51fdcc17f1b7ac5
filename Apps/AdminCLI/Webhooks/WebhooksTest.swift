import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata webhooks test`.
struct WebhooksTest: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a webhook.test to an endpoint.",
    discussion: "A running query server sends it; `strata webhooks deliveries` shows what came of it.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let message = try workspace.segments.testWebhook(reference.webhook)
    output.record(["webhook": .string(reference.webhook), "message": .string(message)])
  }
}
