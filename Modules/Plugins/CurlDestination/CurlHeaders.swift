import SegmentModel
import SegmentSync

/// The header lines of a message.
enum CurlHeaders {
  /// Secrets that one message may be signed with; two during a rotation.
  static let secrets = 1...8

  static func lines(of attempt: DeliveryAttempt) throws(DeliveryFailure) -> [String] {
    guard isVisible(attempt.messageID), !attempt.messageID.contains("."),
      isVisible(attempt.contentType.filter { $0 != " " })
    else { throw .badHeader }
    let secrets = attempt.secrets.compactMap { WebhookSecret($0) }
    guard secrets.count == attempt.secrets.count, Self.secrets.contains(secrets.count) else { throw .badSecret }
    let timestamp = attempt.timestamp.milliseconds / 1_000
    let signature = StandardWebhooksSignature.header(
      id: attempt.messageID, timestamp: timestamp, body: attempt.body, secrets: secrets)
    return [
      "Content-Type: \(attempt.contentType)",
      "webhook-id: \(attempt.messageID)",
      "webhook-timestamp: \(timestamp)",
      "webhook-signature: \(signature)",
      // Else a large body waits for a "100 Continue" that few servers send.
      "Expect:",
    ]
  }

  private static func isVisible(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 256 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

extension DeliveryFailure {
  fileprivate static var badHeader: DeliveryFailure {
    DeliveryFailure(
      .badHeader, "The message's id and content type have to be visible ASCII, the id without a full stop.")
  }

  fileprivate static var badSecret: DeliveryFailure {
    DeliveryFailure(
      .badSecret, "The endpoint's secret is not whsec_ and the base64 of 24 to 64 bytes. Rotate it to get a new one.")
  }
}
