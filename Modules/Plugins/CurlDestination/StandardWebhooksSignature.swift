import Crypto
import Foundation

/// The signature of a message by [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks):
/// HMAC-SHA256 over `id.timestamp.body`.
package enum StandardWebhooksSignature {
  /// The value of `webhook-signature`: one signature for each secret, in their order, with spaces between them.
  /// - Parameter timestamp: seconds since 1970, as in `webhook-timestamp`.
  package static func header(id: String, timestamp: Int64, body: [UInt8], secrets: [WebhookSecret]) -> String {
    secrets.map { "v1," + signature(id: id, timestamp: timestamp, body: body, key: $0.key) }.joined(separator: " ")
  }

  private static func signature(id: String, timestamp: Int64, body: [UInt8], key: SymmetricKey) -> String {
    var code = HMAC<SHA256>(key: key)
    code.update(data: Array("\(id).\(timestamp).".utf8))
    code.update(data: body)
    return Data(code.finalize()).base64EncodedString()
  }
}
