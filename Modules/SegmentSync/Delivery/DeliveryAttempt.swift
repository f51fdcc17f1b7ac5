package import SegmentModel

/// One attempt to deliver a message: what is sent and where.
package struct DeliveryAttempt: Sendable {
  /// `webhook-id`, the same on every attempt of the message. Visible ASCII, without a full stop.
  package var messageID: String

  /// The instant of this attempt, not of the message: verifiers refuse one that is minutes old.
  package var timestamp: Instant

  package var url: String
  package var body: [UInt8]
  package var contentType: String

  /// `whsec_…`, newest first; the message bears one signature for each.
  package var secrets: [String]

  package init(
    messageID: String, timestamp: Instant, url: String, body: [UInt8], contentType: String, secrets: [String]
  ) {
    self.messageID = messageID
    self.timestamp = timestamp
    self.url = url
    self.body = body
    self.contentType = contentType
    self.secrets = secrets
  }
}

// Whatever prints or dumps an attempt, by accident or in a log, shows neither secrets nor body, nor the URL, which
// may bear a password or a token.
extension DeliveryAttempt: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "attempt of \(messageID), \(body.count) bytes" }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: ["messageID": messageID, "bytes": body.count]) }
}
