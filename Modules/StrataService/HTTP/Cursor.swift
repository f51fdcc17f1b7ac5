package import SegmentModel

/// The place at which the next page begins: a small JSON value that clients take as it is and give back.
package enum Cursor {
  /// Characters that are looked at.
  package static let maximumLength = 2000

  package static func encode(_ value: JSONValue) -> String {
    Base64URL.encode(value.bytes())
  }

  /// Nil where the text is none; what the value means is for the caller to check.
  package static func decode(_ text: String) -> JSONValue? {
    guard text.utf8.count <= maximumLength, let bytes = Base64URL.decode(text) else { return nil }
    return try? JSONReader.read(bytes, maximumDepth: 4)
  }
}
