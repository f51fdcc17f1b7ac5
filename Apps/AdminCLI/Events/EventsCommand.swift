import ArgumentParser

/// `strata events`.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "What contacts did, and the messages that were refused.",
    subcommands: [EventsTail.self, EventsList.self, EventsRejected.self, EventsReplay.self])
}
