package import Logging

/// Every setting that the programs share; those of one program alone stand in its list only.
package enum Settings {
  package static let data = Setting<String>.text(
    "data", environment: "STRATA_DATA", placeholder: "DIR", default: "./data", help: "The data directory.")

  package static let logLevel = Setting<Logger.Level>.choice(
    "log-level", environment: "STRATA_LOG_LEVEL", placeholder: "LEVEL", default: .info,
    help: "Least severe level that is logged: trace, debug, info, notice, warning, error, critical.")

  package static let metricsToken = Setting<String?>.optionalText(
    "metrics-token", environment: "STRATA_METRICS_TOKEN", placeholder: "TOKEN", isSecret: true, minimumLength: 16,
    help: "Bearer token that lets others than this machine read /metrics.")

  package static let allowKeyless = Setting<Bool>.flag(
    "allow-keyless", environment: "STRATA_ALLOW_KEYLESS",
    help: "Take messages without a write key for the source that allows it, off loopback too.")

  package static let ratePerKey = Setting<Int>.integer(
    "rate-per-key", environment: "STRATA_RATE_PER_KEY", in: 0...10_000_000, default: 50_000,
    help: "Messages a second that are taken from one write key; ten times as many at once. 0 for any number.")

  package static let ratePerAddress = Setting<Int>.integer(
    "rate-per-address", environment: "STRATA_RATE_PER_ADDRESS", in: 0...10_000_000, default: 1000,
    help: """
      Messages a second that are taken from one address without a server's key; ten times as many at once. 0 for any \
      number: behind a proxy, whose address is that of everyone.
      """)

  package static let allowPrivateWebhooks = Setting<Bool>.flag(
    "allow-private-webhooks", environment: "STRATA_ALLOW_PRIVATE_WEBHOOKS",
    help: "Let webhooks go to loopback, private and link-local addresses.")

  package static let indexMemory = Setting<Int?>(
    "index-memory", environment: "STRATA_INDEX_MEMORY", placeholder: "SIZE", default: nil,
    help: """
      Memory that the live index may take: bytes, or with K, M or G behind them. Where it needs more, SQLite evaluates, \
      which is slower; 0 turns the index off.
      """, read: { MemorySize.read($0).map { Optional($0) } })

  package static func host(of program: ServerProgram) -> Setting<String> {
    Setting(
      "host", environment: environment("HOST", of: program), placeholder: "HOST", default: "127.0.0.1",
      help: "Address or name to listen on.", read: HostName.read)
  }

  package static func port(of program: ServerProgram) -> Setting<Int> {
    .integer(
      "port", environment: environment("PORT", of: program), in: 0...65535, default: program.defaultPort,
      help: "TCP port to listen on; 0 takes a free one.")
  }

  package static func publicURL(of program: ServerProgram) -> Setting<PublicURL?> {
    Setting(
      "public-url", environment: environment("PUBLIC_URL", of: program), placeholder: "URL", default: nil,
      help: "Where others reach this server, when it stands behind a proxy."
    ) { PublicURL.read($0).map { Optional($0) } }
  }

  package static func allowedHosts(of program: ServerProgram) -> Setting<[String]> {
    .list(
      "allowed-hosts", environment: environment("ALLOWED_HOSTS", of: program), placeholder: "NAME,…",
      help: "More host names that requests may be addressed to.")
  }

  /// What a server reads.
  package static func all(of program: ServerProgram) -> [any AnySetting] {
    [data, host(of: program), port(of: program), publicURL(of: program), allowedHosts(of: program)]
      + (program == .ingest ? [allowKeyless, ratePerKey, ratePerAddress] : [allowPrivateWebhooks, indexMemory]) + [
        logLevel, metricsToken,
      ]
  }

  /// What the command-line tool reads.
  package static var commandLine: [any AnySetting] { [data, logLevel] }

  /// Of all programs: a configuration file may serve them all.
  package static var everything: [any AnySetting] { ServerProgram.allCases.flatMap { all(of: $0) } }

  private static func environment(_ name: String, of program: ServerProgram) -> String {
    "STRATA_\(program.rawValue.uppercased())_\(name)"
  }
}
