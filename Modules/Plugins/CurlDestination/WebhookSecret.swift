import Crypto
import Foundation

/// A signing secret as Standard Webhooks writes it: `whsec_` and the base64 of 24 to 64 random bytes.
package struct WebhookSecret: Sendable, Equatable {
  /// The whole of it, to be stored, and shown once. Never logged.
  package let text: String

  let key: SymmetricKey

  static let prefix = "whsec_"
  static let lengths = 24...64

  /// Nil where the text is not such a secret.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), text.utf8.count <= 128,
      let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
      Self.lengths.contains(bytes.count)
    else { return nil }
    self.text = text
    self.key = SymmetricKey(data: bytes)
  }

  /// A new one, of 32 bytes from the system's generator.
  package static func generate() -> WebhookSecret {
    let key = SymmetricKey(size: .bits256)
    return WebhookSecret(key: key)
  }

  private init(key: SymmetricKey) {
    self.key = key
    self.text = Self.prefix + key.withUnsafeBytes { Data($0).base64EncodedString() }
  }
}

// Printing one shows nothing.
extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Self.prefix + "…" }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
