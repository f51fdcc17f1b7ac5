import SegmentModel
import Testing

@Suite struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), ("true", true), (" [1, -2.5e3 ] ", [1, -2500]), ("\"a\\u00e9\\n\\/\"", "aé\n/"),
      ("{\"a\":{\"b\":[]}}", ["a": ["b": .array([])]]), ("\"\\ud83d\\ude00\"", "😀"), ("-0", .number(-0.0)),
      ("1E2", 100),
      ("9007199254740992", .number(9_007_199_254_740_992)), ("9007199254740993", .largeInteger("9007199254740993")),
      ("-123456789012345678901234567890", .largeInteger("-123456789012345678901234567890")),
    ] as [(String, JSONValue)]) func readsWhatRFC8259Allows(text: String, expected: JSONValue) throws
  {
    #expect(try JSONReader.read(text) == expected)
  }

  @Test(arguments: [
    ("", JSONError.Reason.unexpectedEnd, 0), ("[1,]", .unexpectedCharacter, 3), ("{\"a\" 1}", .unexpectedCharacter, 5),
    ("01", .trailingText, 1), ("1.", .unexpectedEnd, 2), ("\"\u{1}\"", .controlCharacter, 1),
    ("\"\\x\"", .badEscape, 2),
    ("\"\\ud800\"", .loneSurrogate, 1), ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("tru", .unexpectedEnd, 0),
    ("trux", .unexpectedCharacter, 0), ("{} {}", .trailingText, 3), ("\"abc", .unexpectedEnd, 4),
    ("+1", .unexpectedCharacter, 0),
    ("\u{FEFF}1", .unexpectedCharacter, 0), ("[1 2]", .unexpectedCharacter, 3), ("{1:2}", .unexpectedCharacter, 1),
    ("[1e400]", .numberOutOfRange, 1),
  ]) func tellsWhereAndWhyATextIsNotJSON(text: String, reason: JSONError.Reason, offset: Int) {
    #expect(throws: JSONError(reason: reason, offset: offset)) { try JSONReader.read(text) }
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(throws: JSONError(reason: .invalidUTF8, offset: 0)) {
      try JSONReader.read([UInt8(ascii: "\""), 0xC3, 0x28, UInt8(ascii: "\"")])
    }
  }

  @Test func boundsDepthInsteadOfExhaustingTheStack() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError(reason: .tooDeep, offset: JSONReader.maximumDepth)) { try JSONReader.read(deep) }
    let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    _ = try JSONReader.read(allowed)
  }

  @Test func writesWhatItReads() throws {
    let numbers = #""c":123456789012345678901,"d":120000000000000000.0"#
    let text = #"{"a":[1,0.5,1e+21,1e-7,"q\"\\\n\u0001é",null,true],"b":{},\#(numbers)}"#
    #expect(try JSONReader.read(text).text == text)
  }

  /// A number that came with an exponent does not come back as digits, which are another kind.
  @Test(arguments: ["1e17", "12.5e16", "-9007199254740994.0", "123456789012345678900e0", "1e20", "9.99e20", "1e21"])
  func numberStaysANumber(text: String) throws {
    let value = try JSONReader.read(text)
    guard case .number(let number) = value else { return #expect(Bool(false), "\(value)") }
    #expect(try JSONReader.read(value.text) == value)
    #expect(value.cellText == number.ecmaScriptText)
  }

  @Test func ofTwoMembersWithOneKeyTheLastCounts() throws {
    #expect(try JSONReader.read(#"{"a":1,"a":2}"#)["a"] == 2)
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    (100.0, "100"), (0.5, "0.5"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-6, "0.000001"),
    (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (-2.5, "-2.5"), (123456789.125, "123456789.125"), (-0.0, "0"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (0.1 + 0.2, "0.30000000000000004"),
    (123_456_789_012_345_683_968, "123456789012345680000"), (1.2e21, "1.2e+21"),

  ]) func printsNumbersAsECMAScriptDoes(number: Double, text: String) {
    #expect(number.ecmaScriptText == text)
  }
}
