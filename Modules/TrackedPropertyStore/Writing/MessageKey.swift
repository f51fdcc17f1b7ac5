import Crypto

/// By what a message that was taken before is known: half of the SHA-256 of its source and its id.
enum MessageKey {
  /// 16 bytes.
  static func key(messageID: String, source: Int64?) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(messageID.utf8.count + 8)
    withUnsafeBytes(of: (source ?? 0).littleEndian) { text.append(contentsOf: $0) }
    text.append(contentsOf: messageID.utf8)
    return Array(SHA256.hash(data: text).prefix(16))
  }
}
