import SegmentModel

/// The strings, numbers and other words of a text that may be JSON: whole, cut short or damaged.
enum JSONWords {
  /// Calls `body` with each, until it returns true.
  /// - Returns: whether it did.
  static func contains(in bytes: some Collection<UInt8>, where body: (String) -> Bool) -> Bool {
    let bytes = ArraySlice(bytes)
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let start = position
      if bytes[position] == UInt8(ascii: "\"") {
        position = end(ofString: bytes, from: position)
        let text = string(bytes[start..<position])
        if body(text) { return true }
        // A message that could not be read is kept as the string of its text.
        if let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
          contains(in: Array(text.utf8), where: body)
        {
          return true
        }
      } else if isOfWord(bytes[position]) {
        while position < bytes.endIndex, isOfWord(bytes[position]) { position += 1 }
        if body(String(decoding: bytes[start..<position], as: UTF8.self)) { return true }
      } else {
        position += 1
      }
    }
    return false
  }

  /// Behind the closing quote, or at the end where it is missing.
  private static func end(ofString bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var position = start + 1
    while position < bytes.endIndex, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, bytes.endIndex)
  }

  private static func string(_ token: ArraySlice<UInt8>) -> String {
    if let text = try? JSONReader.read(token).stringValue { return text }
    return String(decoding: token.dropFirst(), as: UTF8.self)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    !"{}[],: \t\r\n\"".utf8.contains(byte)
  }
}
