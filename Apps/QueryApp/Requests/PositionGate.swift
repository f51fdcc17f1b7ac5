import SegmentModel
import SegmentSync
import StrataService

/// Waits until what is committed has taken in the change feed up to a position.
///
/// The follower may stand in this process or, for a moment at a restart, in none: the committed position is asked for,
/// a few microseconds each time, and only while somebody waits.
struct PositionGate: Sendable {
  private static let interval = Duration.milliseconds(5)

  /// How long a request waits.
  let patience: Duration
  /// Committed position in the change feed. Blocks.
  let position: @Sendable () throws -> Int64
  /// Asks the follower to look at once.
  let poke: @Sendable () -> Void
  let executor: BlockingExecutor

  /// - Returns: false where it took too long.
  func wait(for wanted: Int64) async throws -> Bool {
    let deadline = ContinuousClock.now + patience
    if try await executor.run(position) >= wanted { return true }
    poke()
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: Self.interval)
      if try await executor.run(position) >= wanted { return true }
    }
    return false
  }
}
