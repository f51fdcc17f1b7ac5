import Logging
import SegmentSync
import ServiceLifecycle

/// Reads the board for the streams, at most ten times a second, and only when something was written.
struct CountStreamService: Service {
  /// Between two readings.
  private static let interval = Duration.milliseconds(100)
  private static let tick = Duration.seconds(1)

  let services: QueryServices
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup { group in
        group.addTask { await read() }
        group.addTask { await tick() }
      }
    }
    services.streams.end()
  }

  private func read() async {
    for await _ in services.streams.readings {
      do {
        services.streams.take(try await services.read { try $0.segments.counts() })
      } catch is CancellationError {
        return
      } catch {
        // The next commit asks again.
        logger.warning("the counts could not be read for the streams", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: Self.interval)
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      services.streams.tick(at: .now)
      try? await Task.sleep(for: Self.tick)
    }
  }
}
