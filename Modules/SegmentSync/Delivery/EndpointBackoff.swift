package import SegmentModel

/// How one endpoint is doing, and so what may be sent to it: everything, one probe, or nothing until later.
///
/// While an endpoint fails, one message at a time, its oldest, is tried after ever longer waits; the first such probe
/// that succeeds releases the rest. Its three properties are columns of the endpoint's row, from which it is restored.
package struct EndpointBackoff: Sendable, Equatable {
  /// Probes (and the attempt that began it) that failed in a row. 0 while the endpoint is well.
  package private(set) var consecutiveFailures: Int

  /// When the first of them ended.
  package private(set) var failingSince: Instant?

  /// Nothing is sent to a failing endpoint before this.
  package private(set) var nextAttemptAt: Instant?

  /// An endpoint that is well: new, or resumed by a person.
  package init() {
    consecutiveFailures = 0
  }

  /// From its columns. Without failures the other two mean nothing and are dropped.
  package init(consecutiveFailures: Int, failingSince: Instant?, nextAttemptAt: Instant?) {
    self.consecutiveFailures = max(consecutiveFailures, 0)
    if consecutiveFailures > 0 {
      self.failingSince = failingSince
      self.nextAttemptAt = nextAttemptAt
    }
  }

  package var isFailing: Bool { consecutiveFailures > 0 }
}

extension EndpointBackoff {
  /// What may be sent to an endpoint.
  package enum Permit: Sendable, Equatable {
    /// Whatever waits, within the limits of ``DeliverySlots``.
    case all
    /// The oldest message, alone.
    case probe
    case nothing(until: Instant)
  }

  package func permit(at now: Instant) -> Permit {
    guard isFailing else { return .all }
    if let nextAttemptAt, now < nextAttemptAt { return .nothing(until: nextAttemptAt) }
    return .probe
  }

  /// Takes in how an attempt ended.
  ///
  /// - Parameters:
  ///   - probe: whether it was begun under ``Permit/probe``. Several requests are under way when an endpoint breaks
  ///     down; those that end after the first failure neither count as further failures, nor as the end of it.
  ///   - refusals: how often the message was refused before, from its row.
  ///   - now: when the attempt ended.
  package mutating func record(
    _ verdict: DeliveryVerdict, probe: Bool, refusals: Int, at now: Instant,
    using generator: inout some RandomNumberGenerator
  ) -> DeliveryAction {
    switch verdict {
    case .unsent:
      return .sendAgain(from: now.advanced(milliseconds: DeliveryPolicy.waitAfterUnsent))
    case .gone:
      return .disable(.gone)
    case .delivered:
      guard probe, isFailing else { return .delivered(releases: false) }
      self = EndpointBackoff()
      return .delivered(releases: true)
    case .failed(let retryAfter):
      let next = fail(probe: probe, retryAfter: retryAfter, at: now, using: &generator)
      return isFailingTooLong(at: now) ? .disable(.failedTooLong) : .retry(at: next, refusals: refusals)
    case .refused(let retryAfter):
      let next = fail(probe: probe, retryAfter: retryAfter, at: now, using: &generator)
      if isFailingTooLong(at: now) { return .disable(.failedTooLong) }
      guard refusals + 1 >= DeliveryPolicy.refusalsUntilDead else {
        return .retry(at: next, refusals: refusals + 1)
      }
      guard probe else { return .deadLetter(next: next) }
      return .deadLetter(next: skipToNextMessage(retryAfter: retryAfter, at: now, using: &generator))
    }
  }

  private func isFailingTooLong(at now: Instant) -> Bool {
    guard let failingSince else { return false }
    return now.milliseconds - failingSince.milliseconds >= DeliveryPolicy.failingUntilDisabled
  }

  /// Counts a failure and says when the endpoint is tried next.
  private mutating func fail(
    probe: Bool, retryAfter: Int64?, at now: Instant, using generator: inout some RandomNumberGenerator
  ) -> Instant {
    var next = nextAttemptAt ?? now
    if probe || !isFailing {
      consecutiveFailures += 1
      failingSince = failingSince ?? now
      let wait = DeliveryPolicy.wait(afterFailures: consecutiveFailures, using: &generator)
      next = now.advanced(milliseconds: wait)
    }
    next = max(next, Self.asked(retryAfter, at: now))
    nextAttemptAt = next
    return next
  }

  /// The message that blocked the line is gone, and the one behind it has not been tried: it need not sit out a wait
  /// earned by another. The count of failures stays, so that an endpoint that refuses everything is asked ever less.
  private mutating func skipToNextMessage(
    retryAfter: Int64?, at now: Instant, using generator: inout some RandomNumberGenerator
  ) -> Instant {
    let wait = DeliveryPolicy.wait(afterFailures: 1, using: &generator)
    let next = max(now.advanced(milliseconds: wait), Self.asked(retryAfter, at: now))
    nextAttemptAt = next
    return next
  }

  /// The earliest instant that a `Retry-After` permits.
  private static func asked(_ retryAfter: Int64?, at now: Instant) -> Instant {
    now.advanced(milliseconds: min(max(retryAfter ?? 0, 0), DeliveryPolicy.longestRetryAfter))
  }
}
