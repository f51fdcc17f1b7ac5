package import SegmentModel

/// What to do with a message and its endpoint once an attempt has ended. Whatever it says, the columns of
/// ``EndpointBackoff`` are stored in the same transaction.
package enum DeliveryAction: Sendable, Equatable {
  /// The message is delivered. `releases`: the endpoint was failing and no longer is, so that all it has waiting
  /// may go.
  case delivered(releases: Bool)

  /// The message stays first in line; the endpoint's next attempt is at that instant or later. `refusals` is to be
  /// stored with the message.
  case retry(at: Instant, refusals: Int)

  /// The message is dead: set it aside. The one behind it may be tried at that instant.
  case deadLetter(next: Instant)

  /// The endpoint is to be disabled, with the reason shown; its messages are kept for a replay.
  case disable(DisableReason)

  /// Nothing was learned of endpoint or message: it is sent again from that instant on, as if it had not been.
  case sendAgain(from: Instant)
}

/// Why an endpoint was disabled by itself.
package enum DisableReason: String, Sendable, Equatable {
  /// It answered 410.
  case gone
  /// It failed for five days.
  case failedTooLong

  package var sentence: String {
    switch self {
    case .gone: "The endpoint answered 410 Gone. Resume it once it takes messages again."
    case .failedTooLong: "Every attempt failed for five days. Resume the endpoint once it answers with 2xx again."
    }
  }
}
