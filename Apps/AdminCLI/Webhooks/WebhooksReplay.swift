import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata webhooks replay`.
struct WebhooksReplay: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Put messages that were set aside back in line.")

  @OptionGroup var reference: WebhookReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let count = try workspace.segments.replayWebhook(reference.webhook)
    output.record(["webhook": .string(reference.webhook), "messages": .number(Double(count))])
  }
}
