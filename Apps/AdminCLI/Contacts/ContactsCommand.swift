import ArgumentParser

/// `strata contacts`.
struct ContactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contacts", abstract: "People: visitors, leads and customers.",
    subcommands: [
      ContactsList.self, ContactsShow.self, ContactsImport.self, ContactsExport.self, ContactsMerge.self,
      ContactsDelete.self,
    ])
}
