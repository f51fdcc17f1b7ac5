import SegmentModel
import Testing

@Suite struct ViewTests {
  @Test(arguments: [
    ("80", 80.0), (" 7 ", 7), ("-0.5", -0.5), ("80%", nil), ("1e3", nil), (".5", nil), ("1,000", nil), ("1.", nil),
    ("\t12\n", 12), ("", nil), ("-", nil), ("--1", nil), ("+1", nil), ("٣", nil), ("\u{00A0}1", nil),
    (String(repeating: "9", count: 400), nil), ("007", 7),
  ]) func numberViewOfAString(text: String, expected: Double?) {
    #expect(Scalar.text(text).numberView == expected)
  }

  @Test(arguments: [
    ("2020-03-01", "2020-03-01T00:00:00.000Z"), ("2020-03-01T10:20", "2020-03-01T10:20:00.000Z"),
    ("2020-03-01 10:20:30.1239Z", "2020-03-01T10:20:30.123Z"),
    ("2020-03-01T10:20:30+02:00", "2020-03-01T08:20:30.000Z"),
    ("2020-03-01T10:20:30-0230", "2020-03-01T12:50:30.000Z"), ("2020-03-01T10:20+05", "2020-03-01T05:20:00.000Z"),
    ("2020-02-29", "2020-02-29T00:00:00.000Z"), ("2021-02-29", nil), ("2020-03-01T24:00", nil),
    ("2020-03-01T10:20:60", nil), ("0000-01-01", nil), (" 2020-03-01", nil), ("2020-03-01T10:20:30+24:00", nil),
    ("2020-03-01T10:20:30.Z", nil), ("2020-03-01t10:20", nil), ("2020-3-1", nil), ("2020-03-01  10:20", nil),
    ("2020-03-01T10", nil), ("2020-03-01T10:20z", nil), ("2020-03-01T10:20:30+02:", nil), ("20200301", nil),
  ]) func dateViewOfAString(text: String, expected: String?) {
    #expect(Scalar.text(text).dateView(in: .utc, unit: nil)?.description == expected)
  }

  @Test func dateWithoutOffsetIsInTheZone() throws {
    let berlin = try #require(Zone("Europe/Berlin"))
    #expect(Scalar.text("2020-07-01").dateView(in: berlin, unit: nil)?.description == "2020-06-30T22:00:00.000Z")
    #expect(Scalar.text("2020-07-01T00:00Z").dateView(in: berlin, unit: nil)?.description == "2020-07-01T00:00:00.000Z")
  }

  @Test func numberIsADateOnlyWhereDeclared() {
    #expect(Scalar.number(1000).dateView(in: .utc, unit: nil) == nil)
    #expect(Scalar.number(1000.9).dateView(in: .utc, unit: .milliseconds) == Instant(milliseconds: 1000))
    #expect(Scalar.number(1.5).dateView(in: .utc, unit: .seconds) == Instant(milliseconds: 1500))
    #expect(Scalar.number(1e18).dateView(in: .utc, unit: .milliseconds) == nil)
    #expect(Scalar.boolean(true).dateView(in: .utc, unit: .milliseconds) == nil)
  }

  @Test func textViewIsAsECMAScriptPrints() {
    #expect(Scalar.number(100).textView == "100")
    #expect(Scalar.boolean(false).textView == "false")
  }

  @Test func booleanViewOfAStringIgnoresCase() {
    #expect(Scalar.text("TrUe").booleanView == true)
    #expect(Scalar.text("false").booleanView == false)
    #expect(Scalar.text(" true").booleanView == nil)
    #expect(Scalar.number(1).booleanView == nil)
  }

  @Test func foldedTextIsNFCThenLowerCasedByScalar() {
    #expect("CAFE\u{301}".folded.unicodeScalars.elementsEqual("café".unicodeScalars))
    #expect("ΣΑΣ".folded == "σασ")
    #expect(Array("İ".folded.unicodeScalars) == ["i", "\u{307}"])
    #expect("Straße".folded == "straße")
  }
}

@Suite struct FlatteningTests {
  private func flatten(_ json: JSONValue) throws -> [NamedValue] { try Value.flatten(json.objectValue ?? []) }

  @Test func objectsBecomeDottedNamesAndListsOfObjectsListsByKey() throws {
    let json: JSONValue = ["address": ["city": "Ulm"], "products": [["sku": "a", "n": 1], ["sku": "b"], 3]]
    #expect(
      try flatten(json) == [
        NamedValue("address.city", .text("Ulm")), NamedValue("products", .list([.number(3)])),
        NamedValue("products.sku", .list([.text("a"), .text("b")])), NamedValue("products.n", .list([.number(1)])),
      ])
  }

  @Test func whatIsDeeperThanFiveLevelsIsKeptAsItsText() throws {
    let json: JSONValue = ["a": ["b": ["c": ["d": ["e": ["f": 1]]]]]]
    #expect(try flatten(json) == [NamedValue("a.b.c.d.e", .text(#"{"f":1}"#))])
  }

  @Test func emptyValuesRemove() throws {
    let json: JSONValue = ["a": nil, "b": "", "c": [], "d": ["", nil, true, [1]], "e": ["x", ""]]
    #expect(
      try flatten(json) == [
        NamedValue("a", nil), NamedValue("b", nil), NamedValue("c", nil), NamedValue("d", nil),
        NamedValue("e", .list([.text("x")])),
      ])
  }

  @Test func integersBeyondADoubleAreKeptAsDigits() throws {
    #expect(try flatten(JSONReader.read(#"{"id":9007199254740993}"#)) == [NamedValue("id", .text("9007199254740993"))])
  }

  @Test func stringOver8KBIsRefused() {
    let json: JSONValue = ["long": .string(String(repeating: "x", count: 8193))]
    #expect(throws: Value.TooLong(name: "long")) { try flatten(json) }
  }
}

@Suite struct IdentifierTests {
  @Test func normalisesByKind() {
    #expect(Identifier(.email, "  Ann@Example.COM ")?.value == "ann@example.com")
    #expect(Identifier(.phone, "+49 (731) 123-456")?.value == "+49731123456")
    #expect(Identifier(.phone, "0049 731 123456")?.value == "+49731123456")
    #expect(Identifier(.phone, "0731/123456")?.value == "0731123456")
    #expect(Identifier(.userId, " U1 ")?.value == "U1")
  }

  @Test(arguments: [
    "", "null", "Undefined", "NONE", "0", "anonymous", "guest", "00000000-0000-0000-0000-000000000000",
    String(repeating: "x", count: 201),
  ]) func someTextsAreNeverAnId(text: String) {
    #expect(Identifier(.userId, text) == nil)
    #expect(Identifier(.anonymousId, text) == nil)
  }
}
