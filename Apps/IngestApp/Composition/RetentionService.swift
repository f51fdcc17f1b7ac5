import Logging
import SegmentModel
import ServiceLifecycle
import StrataService
import TrackedPropertyStore

/// Ends erasures that a crash interrupted, then deletes what is past its 7 days, beside the server, in small transactions
/// with as much time between them.
struct RetentionService: Service {
  /// Between two rounds.
  private static let pause = Duration.seconds(60)
  /// Between two steps of a round, so that messages go first.
  private static let breath = Duration.milliseconds(100)

  let profiles: ProfileDatabase
  let clock: any WallClock
  let logger: Logger

  func run() async throws {
    let executor = BlockingExecutor(name: "retention", threads: 1, queueLimit: 1)
    await cancelWhenGracefulShutdown {
      await finishErasures(on: executor)
      var sweep = RetentionSweep()
      while !Task.isCancelled {
        let hasMore = await step(&sweep, on: executor)
        try? await Task.sleep(for: hasMore ? Self.breath : Self.pause)
      }
    }
    await executor.shutdown()
  }

  private func finishErasures(on executor: BlockingExecutor) async {
    do {
      try await executor.run { [profiles] in try profiles.finishErasures() }
    } catch is CancellationError {
      return
    } catch {
      // The next start tries again; nobody sees what is left.
      logger.warning("an erasure was not ended", metadata: ["error": "\(error)"])
    }
  }

  /// - Returns: whether there is more to do at once.
  private func step(_ sweep: inout RetentionSweep, on executor: BlockingExecutor) async -> Bool {
    do {
      let before = sweep
      let (after, hasMore) = try await executor.run { [profiles, clock] in
        var sweep = before
        let hasMore = try sweep.step(profiles, now: clock.now)
        return (sweep, hasMore)
      }
      sweep = after
      return hasMore
    } catch is CancellationError {
      return false
    } catch {
      logger.warning("old rows were not deleted", metadata: ["error": "\(error)"])
      return false
    }
  }
}
