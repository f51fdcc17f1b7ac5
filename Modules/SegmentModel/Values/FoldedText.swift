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

  /// Whether another text stands in it, scalar by scalar, not by grapheme clusters.
  package func scalarsContain(_ part: String) -> Bool {
    let (text, part) = (Array(utf8), Array(part.utf8))
    guard part.count <= text.count else { return false }
    return part.isEmpty || (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
