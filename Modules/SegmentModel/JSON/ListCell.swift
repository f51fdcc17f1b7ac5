/// A list in one cell of a table: its elements parted by commas. One that holds such, begins with a quote, or begins or
/// ends with a blank is in quotes, as a cell of RFC 4180 is.
package enum ListCell {
  package static func text(_ elements: [String]) -> String { elements.map(element).joined(separator: ", ") }

  /// What a cell holds. A person who wrote it may have parted by semicolons as well; empty elements are none.
  package static func elements(_ text: String) -> [String] {
    var elements: [String] = []
    var rest = Array(text.utf8)[...]
    while true {
      let next = quoted(rest) ?? plain(rest)
      if !next.element.isEmpty { elements.append(next.element) }
      if next.rest.isEmpty { return elements }
      rest = next.rest.dropFirst()
    }
  }

  private static let quote = UInt8(ascii: "\"")

  private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func element(_ text: String) -> String {
    let (first, last) = (text.utf8.first ?? quote, text.utf8.last ?? quote)
    let isPlain = first != quote && !isBlank(first) && !isBlank(last) && !text.utf8.contains(where: isSeparator)
    return isPlain || text.isEmpty ? text : CSVText.inQuotes(text)
  }

  /// The element in front, and what is behind it: nothing, or a separator and more.
  private typealias Next = (element: String, rest: ArraySlice<UInt8>)

  private static func plain(_ text: ArraySlice<UInt8>) -> Next {
    let end = text.firstIndex(where: isSeparator) ?? text.endIndex
    return (String(decoding: text[..<end], as: UTF8.self).trimmedASCII, text[end...])
  }

  /// Nil for one that is not in quotes from its beginning to its end.
  private static func quoted(_ text: ArraySlice<UInt8>) -> Next? {
    var rest = text.drop(while: isBlank)
    guard rest.popFirst() == quote else { return nil }
    var element: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote {
        guard rest.first == quote else {
          rest = rest.drop(while: isBlank)
          guard rest.first.map(isSeparator) ?? true else { return nil }
          return (String(decoding: element, as: UTF8.self), rest)
        }
        rest.removeFirst()
      }
      element.append(byte)
    }
    return nil
  }
}
