import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks rotate`.
struct WebhooksRotate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give an endpoint a new secret, shown this once.",
    discussion: "For a day the secret of before signs beside it.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    output.record(try workspace.segments.rotateWebhook(reference.webhook).json(showingSecret: true))
  }
}
