import SegmentModel
import TestSupport
import Testing

/// What a value looks like through each view.
@Suite struct ViewTests {
  @Test(arguments: [
    (100.0, "100"), (0.5, "0.5"), (-0.0, "0"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-6, "0.000001"),
    (1.5e-7, "1.5e-7"), (-12.25, "-12.25"), (1.2345678901234568e20, "123456789012345680000"), (5e300, "5e+300"),
    (0x1p-44, "5.684341886080802e-14"), (0.1 + 0.2, "0.30000000000000004"), (9_007_199_254_740_992, "9007199254740992"),
    (Double.leastNonzeroMagnitude, "5e-324"), (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"),
  ])
  func numberIsPrintedAsECMAScriptDoes(number: Double, text: String) throws {
    #expect(try holds(.number(number), "equals", .string(text)))
  }

  @Test(arguments: [
    ("80", 80.0), (" 7 ", 7), ("-0.5", -0.5), ("007", 7), ("\t8\n", 8), ("\u{B}9\u{C}\r", 9), ("1.50", 1.5), ("-0", 0),
    ("12345678901234567890", 1.2345678901234567e19),
  ])
  func textThatIsANumber(text: String, number: Double) throws {
    #expect(try holds(.text(text), "equals", .number(number)))
  }

  @Test(arguments: [
    "80%", "1e3", ".5", "5.", "1,000", "+5", "--5", "-", "- 5", "NaN", "inf", "0x10", "1_000", "\u{A0}7", "1.2.3",
    "7 8",
    "\u{FF17}", "\u{663}", "5\u{301}", String(repeating: "9", count: 400), " ", "", "1.-5", "-.5",
  ])
  func textThatIsNoNumber(text: String) throws {
    #expect(try !holds(.text(text), "lessOrEqual", 1e300))
    #expect(try !holds(.text(text), "greaterOrEqual", -1e300))
  }

  @Test(arguments: [
    ("2024-02-29", "2024-02-29T00:00:00.000Z"), ("2024-02-29T12:34", "2024-02-29T12:34:00.000Z"),
    ("2024-02-29 12:34:56", "2024-02-29T12:34:56.000Z"), ("2024-02-29T12:34:56.7", "2024-02-29T12:34:56.700Z"),
    ("2024-02-29T12:34:56.78999Z", "2024-02-29T12:34:56.789Z"), ("2024-02-29T12:34Z", "2024-02-29T12:34:00.000Z"),
    ("2024-02-29T12:34+05:45", "2024-02-29T06:49:00.000Z"), ("2024-02-29T12:34+0545", "2024-02-29T06:49:00.000Z"),
    ("2024-02-29 12:34-03", "2024-02-29T15:34:00.000Z"), ("2024-02-29T23:59:59.9999-23:59", "2024-03-01T23:58:59.999Z"),
    ("0001-01-01", "0001-01-01T00:00:00.000Z"), ("9999-12-31", "9999-12-31T00:00:00.000Z"),
    ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
  ])
  func textThatIsADate(text: String, moment: String) throws {
    #expect(try holds(.text(text), "on", .string(moment)))
  }

  @Test(arguments: [
    "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "0000-01-01", "2024-1-1",
    " 2024-01-01", "2024-01-01 ", "2024-01-01T24:00", "2024-01-01T10:60", "2024-01-01T10:00:60",
    "2024-01-01T10:00+24:00",
    "2024-01-01T10:00+01:60", "2024-01-01T10:00 +01:00", "2024-01-01t10:00", "2024-01-01T10:00z",
    "2024-01-01T10:00:00.",
    "2024-01-01T10", "2024-01-01  10:00", "20240101", "2024/01/01", "10000-01-01", "2024-01-01T10:00:00,5",
    "2024-01-01T10:00+1", "2024-01-01T10:00+010", "2024-01-01T10:00+01:0", "2024-01-01T10:00\u{2212}01:00",
    "2024-01-01T", "2024-01-01Z", "2024-01-01T10:00:00.5.5", "now", "2024-01-01T1:00", "-2024-01-01",
    "2024-01-01T10:00+01:00:00", "2024-01-01T10.5", "2024-01-01T10:00.5", "\u{662}\u{660}\u{662}\u{664}-01-01",
    "2024-01-01T10:00:00Z ", "2024-01-01T+01", "",
  ])
  func textThatIsNoDate(text: String) throws {
    #expect(try !holds(.text(text), "onOrAfter", "0001-01-01"))
  }

  @Test func numberIsADateOnlyWhereDeclared() throws {
    #expect(try !holds(.number(0), "on", "1970-01-01"))
    #expect(try holds(.number(86_399_999), "on", "1970-01-01", unit: .milliseconds))
    #expect(try !holds(.number(86_400_000), "on", "1970-01-01", unit: .milliseconds))
    #expect(try holds(.number(86_399), "on", "1970-01-01", unit: .seconds))
    #expect(try !holds(.number(86_400), "on", "1970-01-01", unit: .seconds))
    #expect(try !holds(.text("0"), "on", "1970-01-01", unit: .milliseconds))
    #expect(try holds(.text("1970-01-01"), "on", "1970-01-01", unit: .seconds))
  }

  @Test func partsOfAMillisecondAreCutDownwards() throws {
    #expect(try holds(.number(0.999), "on", "1970-01-01T00:00:00.000Z", unit: .milliseconds))
    #expect(try holds(.number(-0.001), "on", "1969-12-31T23:59:59.999Z", unit: .milliseconds))
    #expect(try holds(.number(0.0015), "on", "1970-01-01T00:00:00.001Z", unit: .seconds))
  }

  @Test func numberOutsideTheYears1To9999IsNoDate() throws {
    let everything: JSONValue = "0001-01-01"
    #expect(try holds(.number(253_402_300_799_999), "onOrAfter", everything, unit: .milliseconds))
    #expect(try holds(.number(253_402_300_799_999.9), "onOrAfter", everything, unit: .milliseconds))
    #expect(try !holds(.number(253_402_300_800_000), "onOrAfter", everything, unit: .milliseconds))
    #expect(try holds(.number(-62_135_596_800_000), "onOrAfter", everything, unit: .milliseconds))
    #expect(try !holds(.number(-62_135_596_800_001), "onOrBefore", "9999-12-31", unit: .milliseconds))
    #expect(try !holds(.number(1e300), "onOrAfter", everything, unit: .seconds))
    #expect(try !holds(.number(253_402_300_800), "onOrAfter", everything, unit: .seconds))
  }

  @Test func dateWithoutOffsetIsInTheSegmentsZone() throws {
    let midnightInBerlin: JSONValue = "2024-06-14T22:00:00.000Z"
    #expect(try holds(.text("2024-06-15"), "on", midnightInBerlin, zone: "Europe/Berlin"))
    #expect(try holds(.text("2024-06-15T00:00"), "on", midnightInBerlin, zone: "Europe/Berlin"))
    #expect(try !holds(.text("2024-06-15T00:00Z"), "on", midnightInBerlin, zone: "Europe/Berlin"))
    #expect(try !holds(.text("2024-06-15"), "on", midnightInBerlin))
  }

  @Test func localTimeInAGapMovesForwardByTheGap() throws {
    #expect(try holds(.text("2024-03-31T02:30"), "on", "2024-03-31T01:30:00Z", zone: "Europe/Berlin"))
    #expect(try holds(.text("2024-03-10T02:59:59.999"), "on", "2024-03-10T07:59:59.999Z", zone: "America/New_York"))
    #expect(try holds(.text("2024-10-06T02:15"), "on", "2024-10-05T15:45:00Z", zone: "Australia/Lord_Howe"))
    #expect(try holds(.text("2018-11-04"), "on", "2018-11-04T03:00:00Z", zone: "America/Sao_Paulo"))
  }

  @Test func localTimeThatExistsTwiceIsTheEarlier() throws {
    #expect(try holds(.text("2024-10-27T02:30"), "on", "2024-10-27T00:30:00Z", zone: "Europe/Berlin"))
    #expect(try holds(.text("2024-11-03T01:59:59.999"), "on", "2024-11-03T05:59:59.999Z", zone: "America/New_York"))
    #expect(try holds(.text("2024-04-07T01:45"), "on", "2024-04-06T14:45:00Z", zone: "Australia/Lord_Howe"))
  }

  @Test(arguments: [
    ("\u{C9}mile", "e\u{301}MILE"), ("Stra\u{DF}e", "stra\u{1E9E}e"), ("\u{212B}", "a\u{30A}"), ("\u{2126}", "\u{3C9}"),
    ("\u{212A}", "k"), ("q\u{307}\u{323}", "Q\u{323}\u{307}"), ("\u{958}", "\u{915}\u{93C}"), ("\u{1C5}", "\u{1C6}"),
    ("\u{39F}\u{3A3}", "\u{3BF}\u{3C3}"), ("\u{130}", "i\u{307}"), ("\u{10400}", "\u{10428}"), ("\u{FF21}", "\u{FF41}"),
    ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
  ])
  func textsThatAreEqual(left: String, right: String) throws {
    #expect(try holds(.text(left), "equals", .string(right)))
    #expect(try holds(.text(right), "equals", .string(left)))
  }

  @Test(arguments: [
    ("Stra\u{DF}e", "STRASSE"), ("\u{130}", "i"), ("\u{131}", "i"), ("\u{FB01}", "fi"), ("\u{FF21}", "a"),
    ("\u{3BF}\u{3C2}", "\u{39F}\u{3A3}"), ("x\u{301}", "x"), (" a", "a"), ("\u{1F44D}", "\u{1F44D}\u{1F3FD}"),
    // The capital has no composed form, so its small letter is not composed either.
    ("J\u{30C}", "\u{1F0}"),
    ("a\u{0}b", "a"),
  ])
  func textsThatAreNotEqual(left: String, right: String) throws {
    #expect(try !holds(.text(left), "equals", .string(right)))
    #expect(try !holds(.text(right), "equals", .string(left)))
  }

  @Test func partsAreScalarsNotCharacters() throws {
    #expect(try holds(.text("\u{1F469}\u{200D}\u{1F467}"), "contains", "\u{1F467}"))
    #expect(try holds(.text("x\u{301}"), "startsWith", "x"))
    #expect(try holds(.text("x\u{301}"), "endsWith", "\u{301}"))
    // Composed, the letter has no scalar of its own that the part could be.
    #expect(try !holds(.text("e\u{301}"), "startsWith", "e"))
    #expect(try holds(.text("\u{130}stanbul"), "startsWith", "i"))
    #expect(try holds(.text("\r\n"), "startsWith", "\r"))
  }

  @Test func numberBeyondExactIntegersInAFilterIsTheNearestDouble() throws {
    #expect(try holds(.text("9007199254740993"), "equals", .largeInteger("9007199254740993")))
    #expect(try holds(.number(9_007_199_254_740_992), "equals", .largeInteger("9007199254740993")))
    #expect(try !holds(.text("9007199254740993"), "equals", "9007199254740992"))
  }
}
