import SegmentModel
import SegmentStore

/// One message that is to be begun or sent again, and for whom.
struct OutboxTask {
  enum Kind {
    /// Decided or begun before.
    case message(OutboxMessage)
    case count(WaitingSubscription, WaitingCount, previous: Int64?)
    /// Changes after the cursor, up to `through`.
    case members(WaitingSubscription, through: Int64)
    case reset(WaitingSubscription)
  }

  var endpoint: WebhookEndpoint
  var kind: Kind
  /// The oldest message of an endpoint that fails.
  var isProbe: Bool

  var segment: Int64? {
    switch kind {
    case .message(let message): message.segment
    case .count(let waiting, _, _), .members(let waiting, _), .reset(let waiting): waiting.segment
    }
  }
}
