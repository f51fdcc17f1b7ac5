import ArgumentParser
import Foundation
import Glibc
import Logging
import StrataService

/// `strata-query`: segments, their counts and members, and the webhooks that tell of them, over HTTP.
@main
struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ServerProgram.query.command,
    abstract: "Examples:",
    discussion: """
        strata-query
        strata-query --data /var/lib/strata --port 3300
        strata-query --host 0.0.0.0 --public-url https://strata.example.com
        strata-query --config strata.json

      Keeps the members of every segment up to date, answers for them over HTTP, and sends the webhooks. The first \
      start writes an API token to admin.token in the data directory; every start prints a link that signs a browser \
      in, once, within ten minutes. Each option can also be given in the environment (STRATA_DATA, STRATA_QUERY_PORT, \
      STRATA_QUERY_HOST, STRATA_QUERY_PUBLIC_URL, …) or in the JSON file; options win over the environment, the \
      environment over the file.
      """)

  @Option(name: .customLong(Settings.data.name), help: Self.help(Settings.data, or: "./data"))
  var data: String?

  @Option(name: .customLong("host"), help: Self.help(Settings.host(of: .query), or: "127.0.0.1"))
  var host: String?

  @Option(name: .customLong("port"), help: Self.help(Settings.port(of: .query), or: "3300"))
  var port: String?

  @Option(name: .customLong("public-url"), help: Self.help(Settings.publicURL(of: .query)))
  var publicURL: String?

  @Option(name: .customLong("allowed-hosts"), help: Self.help(Settings.allowedHosts(of: .query)))
  var allowedHosts: String?

  @Flag(name: .customLong(Settings.allowPrivateWebhooks.name), help: Self.help(Settings.allowPrivateWebhooks))
  var allowPrivateWebhooks = false

  @Option(
    name: .customLong(Settings.indexMemory.name), help: Self.help(Settings.indexMemory, or: "half of what there is"))
  var indexMemory: String?

  @Option(name: .customLong(Settings.logLevel.name), help: Self.help(Settings.logLevel, or: "info"))
  var logLevel: String?

  @Option(name: .customLong(Settings.metricsToken.name), help: Self.help(Settings.metricsToken))
  var metricsToken: String?

  @Option(help: ArgumentHelp("A JSON file of settings.", valueName: "file"))
  var config: String?

  static func main() async {
    Glibc.exit(await status(of: Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs the server to its end.
  /// - Returns: the exit status: 0 done, 1 failed, 2 wrong usage or settings.
  static func status(of arguments: [String]) async -> Int32 {
    do {
      // The parser's own words (--help) come as a command that does not wait.
      var command = try parseAsRoot(arguments)
      if let server = command as? Self { try await server.run() } else { try command.run() }
      return 0
    } catch {
      let code = exitCode(for: error)
      print(fullMessage(for: error), on: code.isSuccess ? .standardOutput : .standardError)
      if code.isSuccess { return 0 }
      return code == .validationFailure || error is InvalidConfiguration ? 2 : 1
    }
  }

  private static func print(_ message: String, on file: FileHandle) { file.write(Data((message + "\n").utf8)) }

  func run() async throws {
    let configuration = try Configuration(
      Settings.all(of: .query), given: given, environment: ProcessInfo.processInfo.environment)
    LineLogHandler.bootstrap(level: configuration[Settings.logLevel])
    let logger = Logger(label: ServerProgram.query.rawValue)
    for name in configuration.unknownVariables {
      logger.warning("unknown variable in the environment", metadata: ["name": "\(name)"])
    }
    try await QueryServer.run(configuration, logger: logger)
  }

  /// What was given on the command line, by the settings' names.
  private var given: [String: String] {
    var given: [String: String] = [:]
    given[Settings.data.name] = data
    given["host"] = host
    given["port"] = port
    given["public-url"] = publicURL
    given["allowed-hosts"] = allowedHosts
    given[Settings.allowPrivateWebhooks.name] = allowPrivateWebhooks ? "true" : nil
    given[Settings.indexMemory.name] = indexMemory
    given[Settings.logLevel.name] = logLevel
    given[Settings.metricsToken.name] = metricsToken
    given["config"] = config
    return given
  }

  private static func help(_ setting: Setting<some Sendable>, or defaultText: String? = nil) -> ArgumentHelp {
    ArgumentHelp(
      setting.help + (defaultText.map { " (default: \($0))" } ?? ""),
      valueName: setting.placeholder.isEmpty ? nil : setting.placeholder.lowercased())
  }
}
