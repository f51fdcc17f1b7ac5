/// Where the parts of a JSON text lie: the byte ranges of the members of an object, or of the elements of a list.
///
/// It looks at strings, brackets and commas and at nothing inside the parts, whatever their depth, so that one part
/// that `JSONReader` refuses can be told from the others.
package struct JSONOutline {
  /// A member of an object; the ranges are places in the bytes that were looked at.
  package struct Member: Sendable {
    /// The string of the key, with its quotes.
    package var key: Range<Int>
    package var value: Range<Int>
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// - Throws: `JSONError` where the bytes are not an object whose members can be told apart.
  package static func members(of bytes: ArraySlice<UInt8>) throws(JSONError) -> [Member] {
    var outline = JSONOutline(bytes)
    var members: [Member] = []
    try outline.items(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { (outline) throws(JSONError) in
      guard outline.current == UInt8(ascii: "\"") else { throw outline.unexpected }
      let key = try outline.value()
      outline.skipWhitespace()
      guard outline.current == UInt8(ascii: ":") else { throw outline.unexpected }
      outline.position += 1
      outline.skipWhitespace()
      members.append(Member(key: key, value: try outline.value()))
    }
    return members
  }

  /// - Throws: `JSONError` where the bytes are not a list whose elements can be told apart.
  package static func elements(of bytes: ArraySlice<UInt8>) throws(JSONError) -> [Range<Int>] {
    var outline = JSONOutline(bytes)
    var elements: [Range<Int>] = []
    try outline.items(from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { (outline) throws(JSONError) in
      elements.append(try outline.value())
    }
    return elements
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private var unexpected: JSONError {
    JSONError(reason: current == nil ? .unexpectedEnd : .unexpectedCharacter, offset: position - bytes.startIndex)
  }

  private mutating func skipWhitespace() {
    while let byte = current, Self.isWhitespace(byte) { position += 1 }
  }

  private static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The whole text: brackets, and between them items with commas in between.
  private mutating func items(
    from opening: UInt8, to closing: UInt8, item: (inout JSONOutline) throws(JSONError) -> Void
  ) throws(JSONError) {
    skipWhitespace()
    guard current == opening else { throw unexpected }
    position += 1
    skipWhitespace()
    while current != closing {
      try item(&self)
      skipWhitespace()
      if current == closing { break }
      guard current == UInt8(ascii: ",") else { throw unexpected }
      position += 1
      skipWhitespace()
      if current == closing { throw unexpected }
    }
    position += 1
    skipWhitespace()
    if current != nil { throw JSONError(reason: .trailingText, offset: position - bytes.startIndex) }
  }

  /// Moves behind one value. Open brackets are kept in a list, not on the stack: no depth exhausts it.
  private mutating func value() throws(JSONError) -> Range<Int> {
    let start = position
    var closings: [UInt8] = []
    repeat {
      guard let byte = current else { throw unexpected }
      switch byte {
      case UInt8(ascii: "\""): try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        // In ASCII a closing bracket stands two places behind the one that it closes.
        closings.append(byte + 2)
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard closings.popLast() == byte else { throw unexpected }
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        if closings.isEmpty { throw unexpected }
        position += 1
      default:
        if Self.isWhitespace(byte) { position += 1 } else { word() }
      }
    } while !closings.isEmpty
    return start..<position
  }

  private mutating func string() throws(JSONError) {
    position += 1
    while let byte = current {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    position = bytes.endIndex
    throw unexpected
  }

  /// A number, `true`, `false`, `null`, or what somebody took for one.
  private mutating func word() {
    while let byte = current, !Self.isWhitespace(byte) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "["), UInt8(ascii: "]"):
        return
      default: position += 1
      }
    }
  }
}

extension JSONError.Reason {
  /// Whether the mistake is in what one string, number or nested value holds, so that the structure around it can
  /// still be followed with `JSONOutline`.
  package var isInsideOneValue: Bool {
    switch self {
    case .loneSurrogate, .numberOutOfRange, .tooDeep, .invalidUTF8, .controlCharacter, .badEscape: true
    case .unexpectedEnd, .unexpectedCharacter, .trailingText: false
    }
  }
}
