import Synchronization

/// Tells one listener of this process that `segments.sqlite` was written, by the follower or by whoever else.
package final class CommitBell: Sendable {
  /// In a struct: a bare closure is wrapped once more each time that it is taken from under a lock.
  private struct Listener {
    var call: @Sendable () -> Void = {}
  }

  private let listener = Mutex(Listener())

  package init() {}

  /// - Parameter listener: called on the follower's thread, soon after each commit; must not block. Several commits may
  ///   be one call.
  package func listen(_ listener: @escaping @Sendable () -> Void) {
    self.listener.withLock { $0.call = listener }
  }

  func ring() {
    listener.withLock(\.call)()
  }
}
