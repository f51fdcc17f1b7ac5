import Foundation
import SegmentModel
import TestSupport
import Testing

/// `JSONReader` on texts that were JSON before a few bytes of them were changed.
@Suite struct JSONFuzzTests {
  private static let inputs = TestSeed.isLong ? 1_000_000 : 5_000

  private static let seeds: [String] = [
    #"{"batch":[{"type":"track","userId":"42","event":"get-start","properties":{"price":100,"view":"80%"}}]}"#,
    #"[0,-0,1.5,-1e5,2E+3,9007199254740993,1e308,123456789012345678901234567890,0.1e-400,12e16]"#,
    #"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","é":["😀",null,true,false,[],{}]," ":{"":[[[]]]}}"#,
    " [ 1 , { \"a\" : \"b\" } ,\t\"\\u0000\"\r\n] ", "\"x\"", "null", "-12.5e-7",
    String(repeating: "[", count: 127) + "1" + String(repeating: "]", count: 127),
    String(repeating: "{\"a\":", count: 5) + "[]" + String(repeating: "}", count: 5),
  ]

  /// Bytes and runs of them at which readers err.
  private static let pieces: [[UInt8]] =
    [
      "\"", "\\", "\\u", "\\ud800", "\\udc00", "{", "}", "[", "]", ",", ":", "0", "00", "-", "+", ".", "e", "E9",
      "1e999",
      "true", "nul", " ", "\t", "\n", "\u{0}", "\u{1F}", "\u{FEFF}", "é", "😀", "//", "/**/", "'", "NaN", "[[[[[[[[",
      "9999999999999999", "\u{2028}", "\u{7F}",
    ].map { Array($0.utf8) } + [[0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC0, 0x80]]

  @Test func readerTakesWhatTheGrammarTakesAndNothingElse() throws {
    var generator = TestSeed().generator()
    var taken = 0
    for _ in 0..<Self.inputs {
      let bytes = Self.mutated(&generator)
      let depth = JSONGrammar.depth(of: bytes)
      let read = Result { () throws(JSONError) in try JSONReader.read(bytes) }
      switch read {
      case .success(let value):
        taken += 1
        let text = { String(decoding: bytes, as: UTF8.self) }
        #expect(depth != nil, "took \(text())")
        #expect(try JSONReader.read(value.bytes()) == value, "writes another value than it read: \(text())")
        if depth != nil { #expect(Self.isSame(value, as: bytes), "read \(text()) as \(value)") }
      case .failure(let error):
        let isTooDeep = depth.map { $0 > JSONReader.maximumDepth } ?? false
        #expect(
          depth == nil || isTooDeep && error.reason == .tooDeep,
          "refused \(String(decoding: bytes, as: UTF8.self)): \(error)")
        #expect((0...bytes.count).contains(error.offset))
      }
    }
    // Neither of the two is nearly all.
    #expect(taken > Self.inputs / 20 && taken < Self.inputs * 19 / 20)
  }

  private static func mutated(_ generator: inout SplitMix64) -> [UInt8] {
    var bytes = Array((seeds.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
      case 1: if place < bytes.count { bytes.remove(at: place) }
      case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...8, using: &generator)))
      case 4:
        let other = Array((seeds.randomElement(using: &generator) ?? "").utf8)
        let start = Int.random(in: 0...other.count, using: &generator)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 12)], at: place)
      default:
        if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
      }
    }
    return bytes
  }

  /// Whether Foundation reads the same value, as far as it keeps to the text: where a name stands twice it may take another
  /// one, of digits beyond 2^53 it keeps fewer, it rounds numbers otherwise, and drops U+FEFF from the start of a string.
  private static func isSame(_ value: JSONValue, as bytes: [UInt8]) -> Bool {
    guard !hasTwice(value), !String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{FEFF}"),
      let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    else { return true }
    return isSame(value, other)
  }

  private static func hasTwice(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let members):
      Set(members.map { ExactText($0.key) }).count < members.count
        || Set(members.map(\.key)).count < members.count || members.contains { hasTwice($0.value) }
    case .array(let elements): elements.contains(where: hasTwice)
    default: false
    }
  }

  private static func isSame(_ value: JSONValue, _ other: Any) -> Bool {
    switch value {
    case .null: return other is NSNull
    case .boolean(let flag): return (other as? NSNumber)?.boolValue == flag
    case .number(let number):
      guard let other = (other as? NSNumber)?.doubleValue else { return false }
      return abs(other - number) <= abs(number) * 1e-15
    case .largeInteger: return other is NSNumber
    case .string(let text): return (other as? String).map { ExactText($0) == ExactText(text) } ?? false
    case .array(let elements):
      guard let others = other as? [Any], others.count == elements.count else { return false }
      return zip(elements, others).allSatisfy { isSame($0, $1) }
    case .object(let members):
      guard let others = other as? [String: Any], others.count == members.count else { return false }
      return members.allSatisfy { member in others[member.key].map { isSame(member.value, $0) } ?? false }
    }
  }
}
