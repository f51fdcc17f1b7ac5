/// Colours of segments.
package enum SegmentColor {
  private static let pleasant = [
    "#4f46e5", "#0891b2", "#059669", "#65a30d", "#d97706", "#dc2626", "#db2777", "#9333ea", "#2563eb", "#0d9488",
  ]

  /// The same name gets the same colour.
  package static func chosen(for name: String) -> String {
    let sum = name.folded.utf8.reduce(UInt32(5381)) { $0 &* 33 &+ UInt32($1) }
    return pleasant[Int(sum % UInt32(pleasant.count))]
  }

  package static func isValid(_ text: String) -> Bool {
    text.utf8.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}
