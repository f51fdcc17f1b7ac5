package import SegmentModel

/// What waits to be told to one endpoint of one segment, beside messages that are already decided.
package struct WaitingSubscription: Sendable, Equatable {
  package var endpoint: Int64
  package var segment: Int64
  /// The count to be told; nil where none waits.
  package var count: WaitingCount?
  /// What the endpoint last got.
  package var lastCount: Int64?
  /// First attempt of the latest count message.
  package var countBegunAt: Instant?
  /// Whether such a message is begun and not delivered yet.
  package var isCountOutstanding: Bool
  package var wantsMembers: Bool
  package var wantsReset: Bool
  package var areMembersWaiting: Bool
  /// The last change put into a message.
  package var cursor: Int64
  /// The endpoint must take the members anew: it was never told them, or listed changes do not lead to them.
  package var needsReset: Bool
}

package struct WaitingCount: Sendable, Equatable {
  package var count: Int64
  package var version: Int64
  package var asOf: Instant
}

/// A message that was decided or begun.
package struct OutboxMessage: Sendable, Equatable {
  package var row: Int64
  /// `msg_…`, the same on every attempt.
  package var id: String
  package var endpoint: Int64
  package var segment: Int64?
  package var type: WebhookEvent
  /// What it says, where it was decided and not begun.
  package var data: JSONValue?
  /// As sent on every attempt; nil before the first.
  package var body: OutboxBody?
  /// Changes up to this one are to be told before it.
  package var afterChange: Int64?
  /// The count that a count message tells.
  package var count: Int64?
  /// Times that it was refused.
  package var refusals: Int
  package var createdAt: Instant
}

/// A message's body, frozen at its first attempt.
package struct OutboxBody: Sendable, Equatable {
  package var bytes: [UInt8]
  package var mediaType: String

  package init(bytes: [UInt8], mediaType: String) {
    self.bytes = bytes
    self.mediaType = mediaType
  }
}

/// One try to deliver a message, as kept.
package struct RecordedAttempt: Sendable, Equatable {
  package static let maximumAnswerBytes = 1024

  package var message: String
  package var type: WebhookEvent
  /// Id of the segment.
  package var segment: String?
  package var at: Instant
  /// HTTP status; nil where no answer came.
  package var status: Int?
  /// Code and sentence of why none came.
  package var failure: String?
  /// In milliseconds.
  package var duration: Int
  package var answer: [UInt8]

  package init(
    message: String, type: WebhookEvent, segment: String?, at: Instant, status: Int?, failure: String?, duration: Int,
    answer: [UInt8]
  ) {
    self.message = message
    self.type = type
    self.segment = segment
    self.at = at
    self.status = status
    self.failure = failure
    self.duration = duration
    self.answer = Array(answer.prefix(Self.maximumAnswerBytes))
  }
}
