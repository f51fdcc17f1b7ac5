/// Why and where a text is not JSON.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    case unexpectedEnd = "the text ends too early"
    case unexpectedCharacter = "unexpected character"
    case trailingText = "there is more after the end of the value"
    case tooDeep = "lists and objects are nested too deeply"
    case controlCharacter = "a control character in a string must be escaped"
    case badEscape = "unknown escape in a string"
    case loneSurrogate = "half of a surrogate pair in a string"
    case invalidUTF8 = "a string is not UTF-8"
    case numberOutOfRange = "a number is beyond what a double holds"
  }

  package var reason: Reason
  /// Byte offset of the mistake, from 0.
  package var offset: Int

  package init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String { "not valid JSON at byte \(offset): \(reason.rawValue)" }
}
