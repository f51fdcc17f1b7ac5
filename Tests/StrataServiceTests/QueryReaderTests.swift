import SegmentModel
import StrataService
import Testing

private enum Step: String, CaseIterable {
  case hour, day
}

@Suite struct QueryReaderTests {
  @Test func valuesAreDecodedAndTyped() throws {
    var query = QueryReader(query: "search=a%2Bb+c%C3%A9&limit=10&flag&from=2026-03-29T02:30:00+02:00&step=day&x=")
    #expect(query.text("search") == "a+b cé")
    #expect(query.integer("limit", in: 1...100) == 10)
    #expect(query.flag("flag") == true)
    #expect(query.instant("from")?.description == "2026-03-29T00:30:00.000Z")
    #expect(query.choice("step", of: Step.self) == .day)
    #expect(query.text("x") == "")
    #expect(query.text("absent") == nil)
    try query.finish()
  }

  @Test func everyMistakeIsCollected() throws {
    var query = QueryReader(
      query: "limit=0&flag=maybe&from=yesterday&step=week&cursor=!!&twice=1&twice=2&extra=1&bad=%F")
    _ = query.integer("limit", in: 1...100)
    _ = query.flag("flag")
    _ = query.instant("from")
    _ = query.choice("step", of: Step.self)
    _ = query.cursor()
    _ = query.text("twice")
    let input = try #require(#expect(throws: InvalidInput.self) { try query.finish() })
    let expected: [(String, InputErrorCode)] = [
      ("", .badValue), ("/limit", .badValue), ("/flag", .badValue), ("/from", .badValue), ("/step", .badValue),
      ("/cursor", .badValue), ("/twice", .duplicateKey), ("/extra", .unknownKey),
    ]
    #expect(input.errors.map(\.pointer.description) == expected.map(\.0))
    #expect(input.errors.map(\.code) == expected.map(\.1))
  }

  @Test func queryWithTooManyParametersIsRefused() {
    var query = QueryReader(query: Array(repeating: "a=1", count: 1000).joined(separator: "&"))
    _ = query.text("a")
    #expect(throws: InvalidInput.self) { try query.finish() }
  }

  @Test func cursorComesBackAsItWasGiven() {
    let place: JSONValue = ["after": "con_1ü", "version": 12, "sort": ["a", nil]]
    let text = Cursor.encode(place)
    #expect(text.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
    #expect(Cursor.decode(text) == place)
    var query = QueryReader(query: "cursor=\(text)")
    #expect(query.cursor() == place)
  }

  @Test(arguments: ["", "A", "AB=", "A+/B", "e30e30", "eyI", "/w"])
  func anythingElseIsNoCursor(_ text: String) {
    #expect(Cursor.decode(text) == nil)
  }

  @Test func base64URLAgreesWithTheStandardsVectors() {
    // RFC 4648, section 10, without padding.
    let vectors = [
      "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
    ]
    for (plain, coded) in vectors {
      #expect(Base64URL.encode(Array(plain.utf8)) == coded)
      #expect(Base64URL.decode(coded) == Array(plain.utf8))
    }
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    #expect(Base64URL.decode("-_9") == nil)
  }
}
