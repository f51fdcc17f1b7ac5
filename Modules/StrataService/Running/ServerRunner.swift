import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceLifecycle
package import UnixSignals

/// Runs a server from its start to its end: listens, tells the address, and on SIGTERM or SIGINT stops taking
/// requests, finishes those in hand, stops the services in reverse order, runs the shutdown hooks in order, and
/// returns, all within `hardLimit`.
///
/// Bounds: `maximumConnections` connections at once, or half of the files that the system allows where that is less
/// (further ones wait in the backlog of 256), each closed after 75 s without a request, headers of at most 32 KB,
/// bodies within `BodyLimits`.
package struct ServerRunner: Sendable {
  /// Connections that are still busy after this long are cancelled.
  package static let drainLimit = Duration.seconds(5)
  /// After this long the process ends, whatever is still running; what was acknowledged is on disk.
  package static let hardLimit = Duration.milliseconds(9500)
  package static let maximumConnections = 4096

  /// Something to do at the end, after the last request: flush, checkpoint, close.
  package struct ShutdownHook: Sendable {
    let name: String
    let run: @Sendable () async throws -> Void

    package init(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
      self.name = name
      self.run = run
    }
  }

  package var host: String
  /// 0 takes a free one.
  package var port: Int
  /// Where the address is written while the server runs.
  package var addressFile: String?
  /// Run beside the server: started before it, and stopped after it by graceful shutdown.
  package var services: [any Service] = []
  package var shutdownHooks: [ShutdownHook] = []
  package var logger: Logger
  /// After one of these the server stops, and `hardLimit` holds. None where another service group holds the runner.
  package var gracefulShutdownSignals: [UnixSignal] = [.sigterm, .sigint]

  package init(host: String, port: Int, addressFile: String? = nil, logger: Logger) {
    self.host = host
    self.port = port
    self.addressFile = addressFile
    self.logger = logger
  }

  /// Returns when the server has stopped because it was asked to.
  /// - Parameter announce: is told the address once the server listens; prints it on standard output by default.
  /// - Throws: `StartError` where it cannot listen or write its address file; what a service throws.
  package func run(
    _ service: HTTPService<some ServiceRequestContext>,
    announce: @escaping @Sendable (_ address: String) -> Void = ServerRunner.print
  ) async throws {
    FileLimit.raise()
    let file = addressFile.map { AddressFile(path: $0) }
    let failure = FirstError()
    let connections = MaximumAvailableConnections(min(Self.maximumConnections, FileLimit.current / 2))
    let application = service.application(
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), availableConnectionsDelegate: connections),
      services: services,
      onServerRunning: { channel in
        do {
          let address = Self.address(host: host, port: channel.localAddress?.port ?? port)
          try file?.write(address)
          announce(address)
          logger.info("listening", metadata: ["address": "\(address)"])
        } catch {
          failure.note(StartError("cannot write the address file \(error)"))
          channel.close(promise: nil)
        }
      })
    let watchdog = Watchdog(
      signals: gracefulShutdownSignals.map(\.rawValue), limit: Self.hardLimit, logger: logger,
      lastStep: { file?.remove() })
    defer { watchdog.cancel() }
    var groupConfiguration = ServiceGroupConfiguration(
      services: [
        .init(
          service: Serving(application: application, readiness: service.readiness),
          successTerminationBehavior: .gracefullyShutdownGroup)
      ], gracefulShutdownSignals: gracefulShutdownSignals, logger: application.logger)
    groupConfiguration.maximumGracefulShutdownDuration = Self.drainLimit
    do {
      try await ServiceGroup(configuration: groupConfiguration).run()
    } catch {
      failure.note(startError(error) ?? error)
    }
    let wasAsked = service.readiness.isStopping
    service.readiness.stop()
    await runHooks()
    file?.remove()
    guard let error = failure.error else {
      logger.info("stopped")
      return
    }
    // What is cut off at the end of a shutdown is no failure of the program.
    if !wasAsked { throw error }
    logger.warning("stopped before everything in hand was finished", metadata: ["error": "\(error)"])
  }

  private func startError(_ error: any Error) -> StartError? {
    let reason: String
    switch error {
    case let error as IOError: reason = String(cString: strerror(error.errnoCode))
    case is SocketAddressError, is SocketAddressError.UnknownHost: reason = "there is no such host"
    default: return nil
    }
    return StartError("cannot listen on \(Self.address(host: host, port: port)): \(reason)")
  }

  private func runHooks() async {
    for hook in shutdownHooks {
      do {
        try await hook.run()
      } catch {
        logger.error("a shutdown step failed", metadata: ["step": "\(hook.name)", "error": "\(error)"])
      }
    }
  }

  static func address(host: String, port: Int) -> String {
    host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
  }

  /// `listening on http://127.0.0.1:3300` on standard output, at once.
  package static func print(_ address: String) {
    let line = Array("listening on \(address)\n".utf8)
    _ = write(STDOUT_FILENO, line, line.count)
  }
}

/// Why a server did not start.
package struct StartError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
