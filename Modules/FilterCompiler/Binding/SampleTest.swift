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

  /// Where somebody stands, from 0 to 100, as near as a double comes: those below `percent` are in.
  package func share(of publicID: String) -> Double { Double(place(of: publicID)) / 0x1p64 * 100 }

  /// The first 8 bytes of SHA-256 of `salt:publicID`, big-endian.
  private func place(of publicID: String) -> UInt64 {
    SHA256.hash(data: Array("\(salt.text):\(publicID)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
