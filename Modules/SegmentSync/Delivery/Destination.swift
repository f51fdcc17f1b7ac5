/// Carries messages to endpoints. Owned by SegmentSync, which decides what is sent and when; implemented by
/// a plugin, which knows how.
package protocol Destination: Sendable {
  /// Starts one attempt. Never blocks.
  ///
  /// `completion` is called exactly once, from the destination's own thread, also when the attempt cannot be
  /// made. It must not block: it holds up every other answer.
  func send(_ attempt: DeliveryAttempt, completion: @escaping @Sendable (DeliveryResult) -> Void)

  /// Takes nothing more, waits for what is in flight up to a bound of the destination's own, and fails
  /// whatever is left with ``DeliveryFailure/Code/shutDown``. When it returns, the completion of everything
  /// sent before has been called.
  ///
  /// Blocks the thread that calls it, which must not be one of Swift's cooperative pool. Further calls wait for
  /// the same end.
  func shutDown()
}
