import ArgumentParser
import Glibc

/// `strata`: everything about a data directory from the command line.
@main
struct StrataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strata",
    abstract: "Examples:",
    discussion: """
        strata demo --data ./demo-data
        strata segments create --file segment.json
        strata segments count seg_… --output json
        strata contacts import people.csv --id-column userId --dry-run
        strata sources create --name shop --kind browser --allow-origin https://shop.example
        strata webhooks add --url https://example.com/hook

      Opens the data directory itself, with or without servers running; a running query server sees what was changed \
      at once. --data DIR after any subcommand names the directory, else STRATA_DATA, else ./data. Data goes to \
      standard output, everything else to standard error.

      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 invalid input, 6 busy or unavailable.
      Shell completion: strata --generate-completion-script bash (or zsh, fish).
      """,
    subcommands: [
      SegmentsCommand.self, ContactsCommand.self, CompaniesCommand.self, ListsCommand.self,
      PlannedCommand<Planned.Events>.self, CatalogCommand.self,
      WebhooksCommand.self, SourcesCommand.self, TokensCommand.self, SettingsCommand.self,
      ImportCommand.self, CheckCommand.self, PlannedCommand<Planned.Backup>.self,
      PlannedCommand<Planned.Restore>.self, StatusCommand.self, DemoCommand.self,
    ])

  static func main() {
    Glibc.exit(CommandRun.run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }
}
