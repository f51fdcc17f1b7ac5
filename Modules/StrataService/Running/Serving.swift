import Hummingbird
import ServiceLifecycle
import Synchronization

/// An application that says at once that it is not ready any more when it is asked to stop.
struct Serving<App: ApplicationProtocol>: Service {
  let application: App
  let readiness: Readiness

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await application.run()
    } onGracefulShutdown: {
      readiness.stop()
    }
  }
}

/// The first of several errors; the others mostly follow from it.
final class FirstError: Sendable {
  private let first = Mutex<(any Error)?>(nil)

  var error: (any Error)? { first.withLock { $0 } }

  func note(_ error: any Error) {
    first.withLock { $0 = $0 ?? error }
  }
}
