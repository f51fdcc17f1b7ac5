/// Reads a JSON text of UTF-8 bytes to the letter of RFC 8259: no byte order mark, no comments, no trailing
/// commas, no control characters or lone surrogates in strings, no number beyond a finite double.
///
/// Depth is bounded, so that no input can exhaust the stack; the caller bounds the length.
package struct JSONReader {
  /// Deepest nesting of lists and objects that is read.
  package static let maximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private let maximumDepth: Int
  private var position = 0

  /// - Throws: `JSONError` with the byte offset of the first mistake.
  package static func read(_ bytes: some Collection<UInt8>, maximumDepth: Int = maximumDepth) throws(JSONError)
    -> JSONValue
  {
    func run(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
      var reader = JSONReader(bytes: buffer, maximumDepth: maximumDepth)
      return Result { () throws(JSONError) in try reader.document() }
    }
    if let result = bytes.withContiguousStorageIfAvailable(run) { return try result.get() }
    return try Array(bytes).withUnsafeBufferPointer(run).get()
  }

  package static func read(_ text: String) throws(JSONError) -> JSONValue {
    try read(Array(text.utf8))
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    JSONError(reason: reason, offset: offset ?? position)
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    skipWhitespace()
    let value = try value(depth: 0)
    skipWhitespace()
    if position < bytes.count { throw failure(.trailingText) }
    return value
  }

  private mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard let byte = current else { throw failure(.unexpectedEnd) }
    return switch byte {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): .string(try string())
    case UInt8(ascii: "t"): try literal("true", .boolean(true))
    case UInt8(ascii: "f"): try literal("false", .boolean(false))
    case UInt8(ascii: "n"): try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw failure(.unexpectedCharacter)
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count else { throw failure(.unexpectedEnd) }
    for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
      throw failure(.unexpectedCharacter)
    }
    position = end
    return value
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    if depth > maximumDepth { throw failure(.tooDeep) }
    position += 1
    var elements: [JSONValue] = []
    skipWhitespace()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      skipWhitespace()
      elements.append(try value(depth: depth))
      if try endOfItem(closing: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    if depth > maximumDepth { throw failure(.tooDeep) }
    position += 1
    var members: [JSONMember] = []
    skipWhitespace()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipWhitespace()
      guard current == UInt8(ascii: "\"") else { throw failure(current == nil ? .unexpectedEnd : .unexpectedCharacter) }
      let key = try string()
      skipWhitespace()
      guard current == UInt8(ascii: ":") else { throw failure(current == nil ? .unexpectedEnd : .unexpectedCharacter) }
      position += 1
      skipWhitespace()
      members.append(JSONMember(key, try value(depth: depth)))
      if try endOfItem(closing: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  /// True at the closing bracket, false at a comma.
  private mutating func endOfItem(closing: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    guard let byte = current else { throw failure(.unexpectedEnd) }
    guard byte == closing || byte == UInt8(ascii: ",") else { throw failure(.unexpectedCharacter) }
    position += 1
    return byte == closing
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    var isInteger = true
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
    if isInteger, text.count <= 15 { return .number(Double(smallInteger(text))) }
    let digits = String(decoding: text, as: UTF8.self)
    guard let value = Double(digits), value.isFinite else { throw failure(.numberOutOfRange, at: start) }
    return isInteger && isBeyondExact(digits) ? .largeInteger(digits) : .number(value)
  }

  /// Whether an integer is beyond ±2^53; the digits decide, for 2^53 + 1 as a double is 2^53.
  private func isBeyondExact(_ digits: String) -> Bool {
    guard let integer = Int64(digits) else { return true }
    return integer.magnitude > 9_007_199_254_740_992
  }

  private func smallInteger(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    var value: Int64 = 0
    for byte in text where byte != UInt8(ascii: "-") { value = value * 10 + Int64(byte - UInt8(ascii: "0")) }
    return text.first == UInt8(ascii: "-") ? -Double(value) : Double(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position == start { throw failure(current == nil ? .unexpectedEnd : .unexpectedCharacter) }
  }

  private mutating func string() throws(JSONError) -> String {
    let opening = position
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      if byte < 0x20 { throw failure(.controlCharacter) }
      position += 1
    }
    if current == UInt8(ascii: "\"") {
      let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
      position += 1
      return try validated(content, at: opening)
    }
    var content = Array(bytes[start..<position])
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        return try content.withUnsafeBufferPointer { buffer in
          Result { () throws(JSONError) in try validated(buffer, at: opening) }
        }.get()
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw failure(.controlCharacter, at: position - 1)
      default: content.append(byte)
      }
    }
    throw failure(.unexpectedEnd)
  }

  private func validated(_ content: UnsafeBufferPointer<UInt8>, at offset: Int) throws(JSONError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else { throw failure(.invalidUTF8, at: offset) }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    guard let byte = current else { throw failure(.unexpectedEnd) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: Array(String(try unicodeEscape()).utf8))
    default: throw failure(.badEscape, at: position - 1)
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = position - 2
    let first = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, current == UInt8(ascii: "\\") else { throw failure(.loneSurrogate, at: start) }
    position += 1
    guard current == UInt8(ascii: "u") else { throw failure(.loneSurrogate, at: start) }
    position += 1
    let second = try hexadecimalUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw failure(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current else { throw failure(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw failure(.badEscape) }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
