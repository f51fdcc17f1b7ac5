/// Bounds of what waits for the disk, and of one transaction.
package struct PipelineLimits: Sendable {
  /// Messages that may wait; a request that finds so many waiting is refused with 429.
  package var waitingMessages = 20_000
  /// Bytes of memory that what waits may take, the bodies and what was read of them; likewise.
  package var waitingBytes = 128 * 1024 * 1024
  /// Messages of one transaction: it takes no further request once it has so many. A request is never split.
  package var groupMessages = 1000
  /// Time for one transaction: it takes no further request once it has been open so long.
  package var groupTime: Duration = .milliseconds(20)
  /// Seconds that a client is asked to wait, where too much waits already.
  package var retryAfterOverload = 1
  /// Seconds that a client is asked to wait, where the store does not write.
  package var retryAfterFailure = 5
  /// A failure that took longer than this was no single message's; nothing is tried again.
  package var quickFailure: Duration = .seconds(1)
  /// Time from a failure to the attempt to write something that nobody sent.
  package var recoveryInterval: Duration = .seconds(1)

  package init() {}
}
