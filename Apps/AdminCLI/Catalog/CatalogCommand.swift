import ArgumentParser

/// `strata catalog`.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "The names of properties and events, and what is known of them.",
    subcommands: [CatalogProperties.self, CatalogEvents.self, CatalogDeclare.self])
}

/// Whose properties are meant.
struct PropertyScope: ParsableArguments {
  @Flag(help: "Properties of companies instead of contacts.")
  var companies = false
}
