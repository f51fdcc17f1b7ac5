import IndexBackend
import ServiceLifecycle
import StrataService

/// Saves the live index now and then, so that a start after a crash has little to catch up on. `LiveSegmentsService` saves
/// it once more at the end.
struct IndexSavingService: Service {
  let index: IndexedProfiles

  private static let interval = Duration.seconds(300)
  /// Where changes never pause, they wait for it once in so many intervals.
  private static let attempts = 6

  func run() async throws {
    let saving = BlockingExecutor(name: "save", threads: 1, queueLimit: 1)
    try? await cancelWhenGracefulShutdown {
      // At first as soon as it is there: it may have been built anew.
      while case .loading = index.standing { try await Task.sleep(for: .seconds(1)) }
      var attempt = 0
      while true {
        attempt += 1
        let givesWay = attempt < Self.attempts
        if try await saving.run({ index.save(givesWay: givesWay) }) { attempt = 0 }
        try await Task.sleep(for: Self.interval)
      }
    }
    await saving.shutdown()
  }
}
