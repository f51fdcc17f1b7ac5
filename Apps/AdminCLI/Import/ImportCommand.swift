import ArgumentParser

/// `strata import`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take over segments from another product.", subcommands: [ImportErxes.self])
}
