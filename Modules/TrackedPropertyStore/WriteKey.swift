import Crypto
import SegmentModel

/// What a source presents: 36 random characters behind a prefix that says of what kind it is.
enum WriteKey {
  static func make(for kind: Source.Kind) -> String {
    (kind == .browser ? "wkb_" : "wks_") + PublicID.randomText(length: 36)
  }

  /// What is kept of it. The key is random and long, so its plain SHA-256 gives nothing away.
  static func hash(of key: String) -> [UInt8] { Array(SHA256.hash(data: Array(key.utf8))) }

  /// By which people tell it: the first characters.
  static func prefix(of key: String) -> String { String(key.prefix(8)) }
}
