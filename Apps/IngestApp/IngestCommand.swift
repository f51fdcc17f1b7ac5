import ArgumentParser
import Foundation
import Glibc
import Logging
import StrataService

/// `strata-ingest`: takes events and properties from browsers and servers over HTTP.
@main
struct IngestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ServerProgram.ingest.command,
    abstract: "Examples:",
    discussion: """
        strata-ingest
        strata-ingest --data /var/lib/strata --port 3200
        strata-ingest --host 0.0.0.0 --public-url https://events.example.com
        strata-ingest --config strata.json

      Takes events and properties of contacts from the widget and from tracking clients, and writes them to disk before \
      it answers. The first start makes a source that needs no write key, for pages on this machine; `strata sources \
      create` makes others. Each option can also be given in the environment (STRATA_DATA, STRATA_INGEST_PORT, \
      STRATA_INGEST_HOST, STRATA_INGEST_PUBLIC_URL, …) or in the JSON file; options win over the environment, the \
      environment over the file.
      """)

  @Option(name: .customLong(Settings.data.name), help: Self.help(Settings.data, or: "./data"))
  var data: String?

  @Option(name: .customLong("host"), help: Self.help(Settings.host(of: .ingest), or: "127.0.0.1"))
  var host: String?

  @Option(name: .customLong("port"), help: Self.help(Settings.port(of: .ingest), or: "3200"))
  var port: String?

  @Option(name: .customLong("public-url"), help: Self.help(Settings.publicURL(of: .ingest)))
  var publicURL: String?

  @Option(name: .customLong("allowed-hosts"), help: Self.help(Settings.allowedHosts(of: .ingest)))
  var allowedHosts: String?

  @Flag(name: .customLong(Settings.allowKeyless.name), help: Self.help(Settings.allowKeyless))
  var allowKeyless = false

  @Option(name: .customLong(Settings.ratePerKey.name), help: Self.help(Settings.ratePerKey, or: "50000"))
  var ratePerKey: String?

  @Option(name: .customLong(Settings.ratePerAddress.name), help: Self.help(Settings.ratePerAddress, or: "1000"))
  var ratePerAddress: String?

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
      Settings.all(of: .ingest), given: given, environment: ProcessInfo.processInfo.environment)
    LineLogHandler.bootstrap(level: configuration[Settings.logLevel])
    let logger = Logger(label: ServerProgram.ingest.rawValue)
    for name in configuration.unknownVariables {
      logger.warning("unknown variable in the environment", metadata: ["name": "\(name)"])
    }
    try await IngestServer.run(configuration, logger: logger)
  }

  /// What was given on the command line, by the settings' names.
  private var given: [String: String] {
    var given: [String: String] = [:]
    given[Settings.data.name] = data
    given["host"] = host
    given["port"] = port
    given["public-url"] = publicURL
    given["allowed-hosts"] = allowedHosts
    given[Settings.allowKeyless.name] = allowKeyless ? "true" : nil
    given[Settings.ratePerKey.name] = ratePerKey
    given[Settings.ratePerAddress.name] = ratePerAddress
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
