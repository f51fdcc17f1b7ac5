import ArgumentParser

/// `strata webhooks`.
struct WebhooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhooks", abstract: "Where the query server sends changes of counts and members.",
    subcommands: [
      WebhooksList.self, WebhooksAdd.self, WebhooksUpdate.self, WebhooksRemove.self, WebhooksTest.self,
      WebhooksPause.self, WebhooksResume.self, WebhooksRotate.self, WebhooksDeliveries.self, WebhooksReplay.self,
    ])
}
