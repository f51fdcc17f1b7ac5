import Crypto
package import SegmentModel

/// A stable share of everyone.
/// Source: filter-language, "Nodes", row `sample`.
package struct SampleTest: Sendable, Hashable {
  /// 0 to 100.
  package var percent: Double
  package var salt: ExactText

  package init(percent: Double, salt: ExactText) {
    self.percent = percent
    self.salt = salt
  }

  package func holds(publicID: String) -> Bool {
    let bound = percent / 100 * 0x1p64
    // A share of 1 is beyond every place, and beyond what the integer holds.
    return bound >= 0x1p64 || place(of: publicID) < UInt64(bound.rounded(.up))
  }

  /// The first 8 bytes of SHA-256 of `salt:publicID`, big-endian.
  private func place(of publicID: String) -> UInt64 {
    SHA256.hash(data: Array("\(salt.text):\(publicID)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
