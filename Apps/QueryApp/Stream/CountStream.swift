import Synchronization

/// A place among the streams that are open; it is free again when nobody holds this any more.
final class CountStream: Sendable {
  /// Gives an element whenever there may be something to write, and ends when the stream is to end.
  let wakes: AsyncStream<Void>
  let pace: Mutex<StreamPace>

  private let wake: AsyncStream<Void>.Continuation
  private let disconnect: @Sendable () -> Void
  private let onClose: @Sendable () -> Void

  /// - Parameters:
  ///   - disconnect: ends the connection, whatever is under way on it.
  ///   - onClose: called once, when the place is free.
  init(
    at now: StreamPace.Moment, disconnect: @escaping @Sendable () -> Void, onClose: @escaping @Sendable () -> Void
  ) {
    pace = Mutex(StreamPace(at: now))
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.disconnect = disconnect
    self.onClose = onClose
  }

  deinit { onClose() }

  func ring() { wake.yield() }

  /// What is under way is still written.
  func end() { wake.finish() }

  /// Cuts off a client that does not read.
  func endWhereStuck(at now: StreamPace.Moment) {
    guard pace.withLock({ $0.isStuck(at: now) }) else { return }
    wake.finish()
    disconnect()
  }
}
