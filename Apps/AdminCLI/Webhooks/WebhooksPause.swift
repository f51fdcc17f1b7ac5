import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks pause`.
struct WebhooksPause: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Send nothing to an endpoint until it is resumed.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    output.record(try workspace.segments.pauseWebhook(reference.webhook).json())
  }
}
