import Synchronization

/// Tells one listener of this process that `segments.sqlite` was written, by the follower or by whoever else.
package final class CommitBell: Sendable {
  private let listener = Mutex<(@Sendable () -> Void)?>(nil)

  package init() {}

  /// - Parameter listener: called on the follower's thread, soon after each commit; must not block. Several commits may
  ///   be one call.
  package func listen(_ listener: @escaping @Sendable () -> Void) {
    self.listener.withLock { $0 = listener }
  }

  func ring() {
    listener.withLock { $0 }?()
  }
}
