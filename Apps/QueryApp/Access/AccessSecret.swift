import Crypto
import SegmentModel

/// A random text that opens something: an API token, a sign-in code, a browser's cookie. Only its SHA-256 is kept;
/// the text is long and random, so that the plain hash gives nothing away.
struct AccessSecret: Sendable {
  enum Kind: String {
    case token = "stk_"
    case signInCode = "sic_"
    case session = "ses_"
  }

  let text: String

  /// 40 characters of 34 kinds behind the prefix: some 200 bits.
  static func make(_ kind: Kind) -> AccessSecret {
    AccessSecret(text: kind.rawValue + PublicID.randomText(length: 40))
  }

  /// SHA-256 of the text.
  var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

// Printing one shows nothing.
extension AccessSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "secret" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
