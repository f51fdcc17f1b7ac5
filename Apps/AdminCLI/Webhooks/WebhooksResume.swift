import ArgumentParser
import SegmentStore
import SegmentSync

/// `strata webhooks resume`.
struct WebhooksResume: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Send to an endpoint again, what waited first.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    output.record(try workspace.segments.resumeWebhook(reference.webhook).json())
  }
}
