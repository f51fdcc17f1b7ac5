import StrataService
import Synchronization

/// Waits until what is committed has taken in the change feed up to a position.
///
/// The committed position is asked of the store, a few microseconds each time, only while somebody waits, and at most
/// once an interval however many wait.
final class PositionGate: Sendable {
  private static let interval = Duration.milliseconds(5)

  private struct State {
    /// The highest position seen; it never falls while a server runs.
    var known: Int64 = 0
    var askedAt: ContinuousClock.Instant?
  }

  /// How long a request waits.
  let patience: Duration

  private let state = Mutex(State())
  private let position: @Sendable () throws -> Int64
  private let poke: @Sendable () -> Void
  private let executor: BlockingExecutor

  /// - Parameters:
  ///   - position: the committed position in the change feed. Blocks.
  ///   - poke: asks the follower to look at once.
  init(
    patience: Duration, position: @escaping @Sendable () throws -> Int64, poke: @escaping @Sendable () -> Void,
    executor: BlockingExecutor
  ) {
    self.patience = patience
    self.position = position
    self.poke = poke
    self.executor = executor
  }

  /// - Returns: false where it took too long.
  func wait(for wanted: Int64) async throws -> Bool {
    let deadline = ContinuousClock.now + patience
    if try await isReached(wanted) { return true }
    poke()
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: Self.interval)
      if try await isReached(wanted) { return true }
    }
    return false
  }

  private func isReached(_ wanted: Int64) async throws -> Bool {
    let now = ContinuousClock.now
    let (known, asks) = state.withLock { state in
      let asks = state.known < wanted && state.askedAt.map { now - $0 >= Self.interval } ?? true
      if asks { state.askedAt = now }
      return (state.known, asks)
    }
    guard asks else { return known >= wanted }
    let current = try await executor.run(position)
    return state.withLock { state in
      state.known = max(state.known, current)
      return state.known >= wanted
    }
  }
}
