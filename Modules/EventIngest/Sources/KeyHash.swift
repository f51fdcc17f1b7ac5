import Crypto

/// SHA-256 of a write key. Keys are looked up by it, so that neither the store nor the time of a comparison
/// tells a key.
package struct KeyHash: Sendable, Hashable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package init(key: String) {
    bytes = Array(SHA256.hash(data: Array(key.utf8)))
  }

  /// As read from a store.
  package init(stored bytes: [UInt8]) {
    self.bytes = bytes
  }
}
