import Crypto

/// SHA-256 of a write key, or of what else is told by its hash. Keys are looked up by it, so that neither the store nor
/// the time of a comparison tells a key.
package struct KeyHash: Sendable, Hashable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package init(key: String) { self.init(of: Array(key.utf8)) }

  package init(of bytes: [UInt8]) { self.bytes = Array(SHA256.hash(data: bytes)) }

  /// As read from a store.
  package init(stored bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// 64 digits.
  package var hexadecimal: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
