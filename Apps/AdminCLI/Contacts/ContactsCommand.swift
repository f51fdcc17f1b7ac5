import ArgumentParser

/// `strata contacts`.
struct ContactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contacts", abstract: "People: visitors, leads and customers.",
    subcommands: [
      ContactsList.self, ContactsShow.self, ContactsImport.self, PlannedCommand<Planned.ContactExport>.self,
      PlannedCommand<Planned.ContactMerge>.self, PlannedCommand<Planned.ContactDelete>.self,
    ])
}
