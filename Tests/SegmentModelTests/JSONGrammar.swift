/// The grammar of RFC 8259, written down as it stands there, a production a function: the judge of `JSONReader`. It says
/// whether bytes are a JSON text and nothing else.
struct JSONGrammar {
  private let text: [Unicode.Scalar]
  private var place = 0

  /// Nil: `text` is no JSON text. Else how deep lists and objects nest in it.
  static func depth(of bytes: [UInt8]) -> Int? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var grammar = JSONGrammar(text: Array(text.unicodeScalars))
    // JSON-text = ws value ws
    guard let depth = grammar.value(), grammar.place == grammar.text.count else { return nil }
    return depth
  }

  private init(text: [Unicode.Scalar]) { self.text = text }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == wanted else { return false }
    place += 1
    return true
  }

  private mutating func take(where isWanted: (Unicode.Scalar) -> Bool) -> Bool {
    guard place < text.count, isWanted(text[place]) else { return false }
    place += 1
    return true
  }

  private mutating func take(_ word: String) -> Bool {
    let scalars = Array(word.unicodeScalars)
    guard text[place...].starts(with: scalars) else { return false }
    place += scalars.count
    return true
  }

  /// ws = *( %x20 / %x09 / %x0A / %x0D )
  private mutating func whitespace() { while take(where: { " \t\n\r".unicodeScalars.contains($0) }) {} }

  /// value = false / null / true / object / array / number / string, between white space.
  private mutating func value() -> Int? {
    whitespace()
    defer { whitespace() }
    if take("false") || take("null") || take("true") { return 0 }
    if take("{") { return items(closing: "}") { $0.member() } }
    if take("[") { return items(closing: "]") { $0.value() } }
    let start = place
    if string() { return 0 }
    // What begins as a string is nothing else.
    return place == start && number() ? 0 : nil
  }

  /// [ item *( "," item ) ] and the closing bracket.
  private mutating func items(closing: Unicode.Scalar, _ item: (inout JSONGrammar) -> Int?) -> Int? {
    whitespace()
    if take(closing) { return 1 }
    var deepest = 0
    repeat {
      guard let depth = item(&self) else { return nil }
      deepest = max(deepest, depth)
    } while take(",")
    return take(closing) ? deepest + 1 : nil
  }

  /// member = string name-separator value
  private mutating func member() -> Int? {
    whitespace()
    guard string() else { return nil }
    whitespace()
    return take(":") ? value() : nil
  }

  /// number = [ minus ] int [ frac ] [ exp ]
  private mutating func number() -> Bool {
    let start = place
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if !digits() { return false }
    }
    // Beyond a double a reader may set limits of its own; this one does.
    return Double(String(String.UnicodeScalarView(text[start..<place])))?.isFinite ?? false
  }

  private mutating func digits() -> Bool {
    guard take(where: { ("0"..."9").contains($0) }) else { return false }
    while take(where: { ("0"..."9").contains($0) }) {}
    return true
  }

  /// string = quotation-mark *char quotation-mark; half of a surrogate pair is no character.
  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while !take("\"") {
      if take("\\") {
        if take(where: { "\"\\/bfnrt".unicodeScalars.contains($0) }) { continue }
        guard take("u"), let first = unit() else { return false }
        if (0xDC00...0xDFFF).contains(first) { return false }
        if (0xD800...0xDBFF).contains(first) {
          guard take("\\"), take("u"), let second = unit(), (0xDC00...0xDFFF).contains(second) else { return false }
        }
      } else if !take(where: { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }) {
        return false
      }
    }
    return true
  }

  private mutating func unit() -> UInt32? {
    var digits = ""
    for _ in 0..<4 {
      guard place < text.count, text[place].isASCII, text[place].properties.isASCIIHexDigit else { return nil }
      digits.unicodeScalars.append(text[place])
      place += 1
    }
    return UInt32(digits, radix: 16)
  }
}
