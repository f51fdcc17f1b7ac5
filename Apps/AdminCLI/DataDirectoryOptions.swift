import ArgumentParser
import StrataService

/// What every command takes.
struct DataDirectoryOptions: ParsableArguments {
  @Option(
    name: .customLong(Settings.data.name),
    help: ArgumentHelp("The data directory, else STRATA_DATA. (default: ./data)", valueName: "dir"),
    completion: .directory)
  var data: String?

  @Option(help: "How data is written: table, json, ndjson or csv.")
  var output: OutputFormat = .table

  @Flag(help: "Do not ask before something is deleted.")
  var yes = false

  @Option(help: ArgumentHelp("A JSON file of settings.", valueName: "file"), completion: .file())
  var config: String?

  /// - Throws: `InvalidConfiguration`.
  func configuration(_ console: Console) throws -> Configuration {
    var given: [String: String] = [:]
    given[Settings.data.name] = data
    given["config"] = config
    return try Configuration(Settings.commandLine, given: given, environment: console.environment)
  }

  /// Asks before something is deleted.
  /// - Throws: `CommandFailure` where the person says no, or nobody is there to ask.
  func confirm(_ question: String, _ console: Console) throws {
    if yes { return }
    guard let answer = try console.ask(question) else {
      throw CommandFailure(.wrongUsage, "Nobody is there to ask: \(question) Add --yes to do it without asking.")
    }
    if !answer { throw CommandFailure(.failed, "Nothing was done.") }
  }
}
