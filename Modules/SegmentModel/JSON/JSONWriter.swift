extension JSONValue {
  /// The compact JSON text, UTF-8.
  package func bytes() -> [UInt8] {
    var out: [UInt8] = []
    write(to: &out, indent: nil)
    return out
  }

  /// The compact JSON text.
  package var text: String { String(decoding: bytes(), as: UTF8.self) }

  /// The JSON text for people: two blanks a level.
  package var prettyText: String {
    var out: [UInt8] = []
    write(to: &out, indent: 0)
    return String(decoding: out, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], indent: Int?) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .boolean(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let value): Self.write(number: value, to: &out)
    case .largeInteger(let digits): out.append(contentsOf: digits.utf8)
    case .string(let text): Self.write(string: text, to: &out)
    case .array(let elements):
      Self.write(elements, open: "[", close: "]", to: &out, indent: indent) { element, out, indent in
        element.write(to: &out, indent: indent)
      }
    case .object(let members):
      Self.write(members, open: "{", close: "}", to: &out, indent: indent) { member, out, indent in
        Self.write(string: member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        if indent != nil { out.append(UInt8(ascii: " ")) }
        member.value.write(to: &out, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], open: Unicode.Scalar, close: Unicode.Scalar, to out: inout [UInt8], indent: Int?,
    item: (Item, inout [UInt8], Int?) -> Void
  ) {
    let inner = indent.map { $0 + 1 }
    out.append(UInt8(ascii: open))
    for (index, each) in items.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      if let inner { newLine(inner, to: &out) }
      item(each, &out, inner)
    }
    if let indent, !items.isEmpty { newLine(indent, to: &out) }
    out.append(UInt8(ascii: close))
  }

  private static func newLine(_ level: Int, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\n"))
    out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  private static func write(number: Double, to out: inout [UInt8]) {
    out.append(contentsOf: (number.isFinite ? number.ecmaScriptText : "null").utf8)
    // Digits alone would be read as `largeInteger`; from 1e21 on there is an exponent.
    if number.magnitude > 9_007_199_254_740_992, number.magnitude < 1e21 {
      out.append(contentsOf: ".0".utf8)
    }
  }

  private static func write(string: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(contentsOf: [UInt8(ascii: "\\"), byte])
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        out.append(contentsOf: ("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
