@_spi(_Unicode) import Swift

extension String {
  /// The form in which texts are compared: NFC, then lower-cased scalar by scalar without regard to language,
  /// not normalised again. Compare the scalars (or UTF-8 bytes) of it, not its `Character`s.
  ///
  /// NFC is the standard library's own (`_nfc`), which needs no Foundation.
  package var folded: String {
    if utf8.allSatisfy({ $0 < 0x80 }) {
      return String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
    var out = String.UnicodeScalarView()
    for scalar in _nfc { out.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars) }
    return String(out)
  }
}
