package import SegmentModel

/// Whether the waiting `segment.count.updated` of one endpoint and segment may be sent: at most one every
/// `minInterval`, none that tells what the endpoint knows already, and the last count always.
///
/// Restored from columns of the waiting row and the last one delivered.
package struct CountCoalescing: Sendable, Equatable {
  /// Milliseconds between the first attempts of two count messages, at least. 0: no limit.
  package var minInterval: Int64

  /// The count that the endpoint last got; nil for one that never got any.
  package var lastCount: Int64?

  /// When the latest count message was first attempted, at which its id and body were frozen.
  package var lastBegunAt: Instant?

  /// Whether that message is still to be delivered. What is newer waits behind it.
  package var isOutstanding: Bool

  package init(minInterval: Int64, lastCount: Int64?, lastBegunAt: Instant?, isOutstanding: Bool) {
    self.minInterval = minInterval
    self.lastCount = lastCount
    self.lastBegunAt = lastBegunAt
    self.isOutstanding = isOutstanding
  }

  package enum Decision: Sendable, Equatable {
    /// Freeze the message and send it now.
    case send(previousCount: Int64?)
    /// Not before that instant; the waiting row is replaced by newer counts until then.
    case wait(until: Instant)
    /// When the message before it has been delivered or has died.
    case waitForPrevious
    /// The count is what the endpoint has: drop the waiting row.
    case drop
  }

  /// - Parameter count: the count now.
  package func decide(count: Int64, at now: Instant) -> Decision {
    if isOutstanding { return .waitForPrevious }
    if count == lastCount { return .drop }
    // A clock that was set back holds nothing: what was begun in the future is as good as long ago.
    if let lastBegunAt, lastBegunAt <= now {
      let earliest = lastBegunAt.advanced(milliseconds: max(minInterval, 0))
      if now < earliest { return .wait(until: earliest) }
    }
    return .send(previousCount: lastCount)
  }
}
