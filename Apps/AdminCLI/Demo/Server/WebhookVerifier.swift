import Crypto
import Foundation
import SegmentModel

/// Checks messages by [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks), from the text of
/// the specification and not with the sender's code.
struct WebhookVerifier: Sendable {
  /// How far the sender's clock may be from ours, in seconds; an older message may be a replay.
  static let tolerance: Int64 = 300

  enum Refusal: String, Error, Equatable {
    case missingHeader = "webhook-id, webhook-timestamp and webhook-signature are needed"
    case badTimestamp = "the timestamp is no number, or over five minutes from now"
    case badSignature = "no signature is right"
  }

  private let key: SymmetricKey

  /// Nil where the text is no `whsec_…`.
  init?(secret: String) {
    guard secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))), !bytes.isEmpty
    else { return nil }
    key = SymmetricKey(data: bytes)
  }

  func verify(id: String?, timestamp: String?, signatures: String?, body: [UInt8], now: Instant) throws(Refusal) {
    guard let id, let timestamp, let signatures else { throw .missingHeader }
    let seconds = now.milliseconds / 1000
    guard let sent = Int64(timestamp), sent >= seconds - Self.tolerance, sent <= seconds + Self.tolerance else {
      throw .badTimestamp
    }
    let signed = Array("\(id).\(timestamp).".utf8) + body
    let isRight = signatures.split(separator: " ").contains { signature in
      guard signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3))) else {
        return false
      }
      // Takes as long for a wrong code as for the right one.
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
    }
    if !isRight { throw .badSignature }
  }
}
