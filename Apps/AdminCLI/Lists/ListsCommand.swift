import ArgumentParser

/// `strata lists`.
struct ListsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists", abstract: "Fixed sets of contacts, made from a file or by freezing a segment.",
    subcommands: [ListsList.self, ListsShow.self, ListsCreate.self, ListsDelete.self])
}
