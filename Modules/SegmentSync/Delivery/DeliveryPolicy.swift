/// The figures of delivery, as webhooks.md gives them. Times are in milliseconds.
package enum DeliveryPolicy {
  private static let second: Int64 = 1_000
  private static let minute = 60 * second
  private static let hour = 60 * minute

  /// The wait after the first, second … failure in a row; the last one repeats.
  package static let waits: [Int64] = [
    5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour,
  ]

  /// A wait is multiplied by a random factor between 1 − this and 1 + this, in thousandths.
  package static let jitter: Int64 = 200

  /// The wait after a failure of our own, such as a full queue.
  package static let waitAfterUnsent = second

  /// A longer `Retry-After` counts as this, so that no answer silences an endpoint for years.
  package static let longestRetryAfter = 24 * hour

  /// Refusals (4xx) after which a message is dead.
  package static let refusalsUntilDead = 5

  /// How long an endpoint may go on failing before it is disabled.
  package static let failingUntilDisabled = 5 * 24 * hour

  /// Requests at once: in all, to endpoints that are failing, and to one endpoint. One segment has one at most,
  /// which keeps its messages in order.
  package static let requestsInAll = 64
  package static let requestsToFailing = 16
  package static let requestsToEndpoint = 4

  /// The least time between two count messages of one endpoint and segment, where the endpoint names none.
  package static let minInterval = second
}

extension DeliveryPolicy {
  /// The wait after `failures` failures in a row (at least 1), with jitter.
  package static func wait(afterFailures failures: Int, using generator: inout some RandomNumberGenerator) -> Int64 {
    let wait = waits[min(max(failures, 1), waits.count) - 1]
    // The upper 32 bits as a fraction of the factors: even enough, and always one number of the generator.
    let fraction = (generator.next() >> 32) * UInt64(2 * jitter + 1)
    let factor = 1_000 - jitter + Int64(fraction >> 32)
    return wait * factor / 1_000
  }
}
