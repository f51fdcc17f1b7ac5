import SegmentModel
import TestSupport
import Testing

/// Each date operator at its boundaries in three zones, across clock changes, ends of months and the leap day.
@Suite struct DateOperatorTests {
  @Test(arguments: [
    // Ordinary days.
    ("UTC", "2024-06-15", "2024-06-15T00:00:00.000Z", "2024-06-15T23:59:59.999Z"),
    ("Europe/Berlin", "2024-06-15", "2024-06-14T22:00:00.000Z", "2024-06-15T21:59:59.999Z"),
    ("America/New_York", "2024-06-15", "2024-06-15T04:00:00.000Z", "2024-06-16T03:59:59.999Z"),
    // Days of 23 and of 25 hours.
    ("Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00.000Z", "2024-03-31T21:59:59.999Z"),
    ("Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00.000Z", "2024-10-27T22:59:59.999Z"),
    ("America/New_York", "2024-03-10", "2024-03-10T05:00:00.000Z", "2024-03-11T03:59:59.999Z"),
    ("America/New_York", "2024-11-03", "2024-11-03T04:00:00.000Z", "2024-11-04T04:59:59.999Z"),
    // A day that begins at one o'clock, and one that ends with a second hour from 23.
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z", "2018-11-05T01:59:59.999Z"),
    ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00.000Z", "2018-02-18T02:59:59.999Z"),
    // The leap day, and the last days of months and of the year.
    ("UTC", "2024-02-29", "2024-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z"),
    ("Europe/Berlin", "2024-12-31", "2024-12-30T23:00:00.000Z", "2024-12-31T22:59:59.999Z"),
    ("America/New_York", "2023-02-28", "2023-02-28T05:00:00.000Z", "2023-03-01T04:59:59.999Z"),
    // A date-time is one millisecond.
    ("UTC", "2024-06-15T12:00", "2024-06-15T12:00:00.000Z", "2024-06-15T12:00:00.000Z"),
    ("Europe/Berlin", "2024-03-31T02:30", "2024-03-31T01:30:00.000Z", "2024-03-31T01:30:00.000Z"),
    ("America/New_York", "2024-11-03 01:30", "2024-11-03T05:30:00.000Z", "2024-11-03T05:30:00.000Z"),
    ("America/New_York", "2024-11-03T01:30:00.5-05:00", "2024-11-03T06:30:00.500Z", "2024-11-03T06:30:00.500Z"),
  ])
  func spanOfADate(zone: String, text: String, first: String, last: String) throws {
    #expect(try hasSpan(text, first, last, zone: zone))
  }

  @Test(arguments: [
    // (zone, now, date math, first, last)
    ("UTC", "2024-06-15T12:34:56.789Z", "now", "2024-06-15T12:34:56.789Z", "2024-06-15T12:34:56.789Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now/s", "2024-06-15T12:34:56.000Z", "2024-06-15T12:34:56.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now-30m/m", "2024-06-15T12:04Z", "2024-06-15T12:04:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now-24h/h", "2024-06-14T12:00Z", "2024-06-14T12:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now-21d/d", "2024-05-25T00:00Z", "2024-05-25T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now/w", "2024-06-10T00:00Z", "2024-06-16T23:59:59.999Z"),
    ("UTC", "2024-06-16T23:59:59.999Z", "now/w", "2024-06-10T00:00Z", "2024-06-16T23:59:59.999Z"),
    ("UTC", "2024-06-17T00:00Z", "now/w", "2024-06-17T00:00Z", "2024-06-23T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now-1M/M", "2024-05-01T00:00Z", "2024-05-31T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now+1y/y", "2025-01-01T00:00Z", "2025-12-31T23:59:59.999Z"),
    // 31 March back a month is the last of February; forth again is not where it began.
    ("UTC", "2024-03-31T10:00Z", "now-1M", "2024-02-29T10:00Z", "2024-02-29T10:00Z"),
    ("UTC", "2023-03-31T10:00Z", "now-1M", "2023-02-28T10:00Z", "2023-02-28T10:00Z"),
    ("UTC", "2024-03-31T10:00Z", "now-1M+1M", "2024-03-29T10:00Z", "2024-03-29T10:00Z"),
    ("UTC", "2024-02-29T10:00Z", "now-1y", "2023-02-28T10:00Z", "2023-02-28T10:00Z"),
    ("UTC", "2024-02-29T10:00Z", "now+4y", "2028-02-29T10:00Z", "2028-02-29T10:00Z"),
    ("UTC", "2024-01-31T00:00Z", "now+1M-1d/d", "2024-02-28T00:00Z", "2024-02-28T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "now-0d/d", "2024-06-15T00:00Z", "2024-06-15T23:59:59.999Z"),
    // A day keeps its time on the wall, 24 hours do not.
    ("Europe/Berlin", "2024-03-31T12:00Z", "now-1d", "2024-03-30T13:00Z", "2024-03-30T13:00Z"),
    ("Europe/Berlin", "2024-03-31T12:00Z", "now-24h", "2024-03-30T12:00Z", "2024-03-30T12:00Z"),
    ("America/New_York", "2024-11-03T17:00Z", "now-1d", "2024-11-02T16:00Z", "2024-11-02T16:00Z"),
    ("America/New_York", "2024-03-17T16:00Z", "now-1w", "2024-03-10T16:00Z", "2024-03-10T16:00Z"),
    // Into a gap: forward by it; into an hour that exists twice: the earlier.
    ("Europe/Berlin", "2024-03-30T01:30Z", "now+1d", "2024-03-31T01:30Z", "2024-03-31T01:30Z"),
    ("Europe/Berlin", "2024-10-28T01:30Z", "now-1d", "2024-10-27T00:30Z", "2024-10-27T00:30Z"),
    // Also from the second of these hours itself.
    ("Europe/Berlin", "2024-10-27T01:30Z", "now-0d", "2024-10-27T00:30Z", "2024-10-27T00:30Z"),
    // Days of 23 and 25 hours.
    ("Europe/Berlin", "2024-03-31T12:00Z", "now/d", "2024-03-30T23:00Z", "2024-03-31T21:59:59.999Z"),
    ("Europe/Berlin", "2024-10-27T12:00Z", "now/d", "2024-10-26T22:00Z", "2024-10-27T22:59:59.999Z"),
    ("America/New_York", "2024-03-10T12:00Z", "now/w", "2024-03-04T05:00Z", "2024-03-11T03:59:59.999Z"),
    ("America/New_York", "2024-11-15T12:00Z", "now/M", "2024-11-01T04:00Z", "2024-12-01T04:59:59.999Z"),
    // Hours by the offset in force: each pass of a repeated hour is one of its own.
    ("Europe/Berlin", "2024-10-27T00:30Z", "now/h", "2024-10-27T00:00Z", "2024-10-27T00:59:59.999Z"),
    ("Europe/Berlin", "2024-10-27T01:30Z", "now/h", "2024-10-27T01:00Z", "2024-10-27T01:59:59.999Z"),
    ("Asia/Kathmandu", "2024-06-15T12:34:56.789Z", "now/h", "2024-06-15T12:15Z", "2024-06-15T13:14:59.999Z"),
    ("Asia/Kathmandu", "2024-06-15T18:15Z", "now/d", "2024-06-15T18:15Z", "2024-06-16T18:14:59.999Z"),
    // Held at the ends of the years 1 to 9999, after each term.
    ("UTC", "2024-06-15T12:00Z", "now+1000000y", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:00Z", "now-1000000y/y", "0001-01-01T00:00Z", "0001-12-31T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:00Z", "now+1000000y-1d", "9999-12-30T23:59:59.999Z", "9999-12-30T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:00Z", "now-1000000w+1s", "0001-01-01T00:00:01.000Z", "0001-01-01T00:00:01.000Z"),
    ("UTC", "9999-12-31T00:00Z", "now+48h", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ("UTC", "9999-12-31T00:00Z", "now+48h-24h", "9999-12-30T23:59:59.999Z", "9999-12-30T23:59:59.999Z"),
    ("America/New_York", "2024-06-15T12:00Z", "now+8000y/d", "9999-12-31T05:00Z", "9999-12-31T23:59:59.999Z"),
  ])
  func spanOfDateMath(zone: String, now: String, text: String, first: String, last: String) throws {
    #expect(try hasSpan(text, first, last, now: now, zone: zone))
  }

  @Test func dayThatDoesNotExistIsEmpty() throws {
    // Samoa went from 29 to 31 December 2011.
    for moment in ["2011-12-30T09:59:59.999Z", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"] {
      #expect(try !holds(.text(moment), "on", "2011-12-30", zone: "Pacific/Apia"))
    }
    #expect(try holds(.text("2011-12-30T09:59:59.999Z"), "before", "2011-12-30", zone: "Pacific/Apia"))
    #expect(try holds(.text("2011-12-30T10:00:00.000Z"), "after", "2011-12-30", zone: "Pacific/Apia"))
    #expect(try holds(.text("2011-12-30T10:00:00.000Z"), "on", "2011-12-31", zone: "Pacific/Apia"))
  }

  @Test func blanksAroundTheValueOfARelativeOperatorAreTrimmed() throws {
    #expect(try holds(.text("2024-06-15"), "dateRelativeLessThan", " now-0d/d\t"))
    #expect(try !holds(.text("2024-06-16"), "dateRelativeLessThan", " now-0d/d "))
    #expect(try holds(.text("2024-06-15"), "dateRelativeGreaterThan", "\n2024-06-15 "))
  }

  @Test(arguments: [
    // (zone, now, operator, N, first, last)
    ("UTC", "2024-06-15T12:34:56.789Z", "BeforeNthDay", 11, "2024-06-26T00:00Z", "2024-06-26T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "BeforeNthDay", 0, "2024-06-15T00:00Z", "2024-06-15T23:59:59.999Z"),
    ("UTC", "2024-02-28T12:34:56.789Z", "BeforeNthDay", 1, "2024-02-29T00:00Z", "2024-02-29T23:59:59.999Z"),
    ("UTC", "2023-12-31T23:59:59.999Z", "BeforeNthDay", 1, "2024-01-01T00:00Z", "2024-01-01T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "AfterNthDay", 2, "2024-06-13T00:00Z", "2024-06-13T23:59:59.999Z"),
    ("UTC", "2024-03-01T00:00Z", "AfterNthDay", 1, "2024-02-29T00:00Z", "2024-02-29T23:59:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "BeforeNthMinute", 11, "2024-06-15T12:45Z", "2024-06-15T12:45:59.999Z"),
    ("UTC", "2024-06-15T12:34:56.789Z", "AfterNthMinute", 2, "2024-06-15T12:32Z", "2024-06-15T12:32:59.999Z"),
    ("UTC", "2024-06-15T12:34Z", "AfterNthMinute", 0, "2024-06-15T12:34Z", "2024-06-15T12:34:59.999Z"),
    ("Europe/Berlin", "2024-03-29T23:30Z", "BeforeNthDay", 1, "2024-03-30T23:00Z", "2024-03-31T21:59:59.999Z"),
    ("Europe/Berlin", "2024-10-28T23:30Z", "AfterNthDay", 2, "2024-10-26T22:00Z", "2024-10-27T22:59:59.999Z"),
    (
      "Europe/Berlin", "2024-10-27T00:59:30.000Z", "BeforeNthMinute", 1, "2024-10-27T01:00Z", "2024-10-27T01:00:59.999Z"
    ),
    (
      "America/New_York", "2024-03-10T04:59:59.999Z", "BeforeNthDay", 1, "2024-03-10T05:00Z", "2024-03-11T03:59:59.999Z"
    ),
    ("America/New_York", "2024-11-04T05:00Z", "AfterNthDay", 1, "2024-11-03T04:00Z", "2024-11-04T04:59:59.999Z"),
    ("America/New_York", "2024-03-10T06:59Z", "BeforeNthMinute", 1, "2024-03-10T07:00Z", "2024-03-10T07:00:59.999Z"),
    ("America/New_York", "2024-11-03T06:00Z", "AfterNthMinute", 60, "2024-11-03T05:00Z", "2024-11-03T05:00:59.999Z"),
  ])
  func nthMinuteOrDay(zone: String, now: String, name: String, n: Int, first: String, last: String) throws {
    func holds(_ milliseconds: Int64) throws -> Bool {
      try TestSupportTests.holds(
        .number(Double(milliseconds)), "willOccur" + name, .number(Double(n)), now: now, zone: zone, unit: .milliseconds
      )
    }
    let (first, last) = (instant(first).milliseconds, instant(last).milliseconds)
    #expect(try holds(first))
    #expect(try holds(last))
    #expect(try !holds(first - 1))
    #expect(try !holds(last + 1))
  }

  @Test func durationsAreElapsedTime() throws {
    for zone in ["UTC", "Europe/Berlin", "America/New_York"] {
      let now = "2024-03-31T12:00:00.000Z"
      #expect(try holds(.text("2024-03-30T12:00:00.000Z"), "inTheLast", "1d", now: now, zone: zone))
      #expect(try !holds(.text("2024-03-30T11:59:59.999Z"), "inTheLast", "1d", now: now, zone: zone))
      #expect(try holds(.text("2024-03-31T12:00:00.000Z"), "inTheLast", "1d", now: now, zone: zone))
      #expect(try !holds(.text("2024-03-31T12:00:00.001Z"), "inTheLast", "1d", now: now, zone: zone))
      #expect(try holds(.text("2024-03-31T12:00:00.000Z"), "inTheNext", "1w", now: now, zone: zone))
      #expect(try holds(.text("2024-04-07T12:00:00.000Z"), "inTheNext", "1w", now: now, zone: zone))
      #expect(try !holds(.text("2024-04-07T12:00:00.001Z"), "inTheNext", "1w", now: now, zone: zone))
      #expect(try !holds(.text("2024-03-31T11:59:59.999Z"), "inTheNext", "1w", now: now, zone: zone))
    }
    #expect(try holds(.text("2024-06-15T11:59:30Z"), "inTheLast", "30s"))
    #expect(try !holds(.text("2024-06-15T11:59:29Z"), "inTheLast", "30s"))
    #expect(try holds(.text("2024-06-15T11:30:00Z"), "inTheLast", "30m"))
    #expect(try !holds(.text("2024-06-15T14:00:00.001Z"), "inTheNext", "2h"))
  }

  @Test func anniversaryComparesMonthAndDay() throws {
    #expect(try holds(.text("1990-06-15"), "anniversary", "now/d"))
    #expect(try !holds(.text("1990-06-16"), "anniversary", "now/d"))
    #expect(try holds(.text("1990-06-16"), "anniversary", "now/w"))
    #expect(try !holds(.text("1990-06-17"), "anniversary", "now/w"))
    #expect(try holds(.text("1990-06-15"), "anniversary", "2024-06-15T23:00"))
    #expect(try holds(.text("2030-06-15"), "anniversary", "now"))
    #expect(try holds(.text("1990-01-05"), "anniversary", "now+1y/y"))
    #expect(try !holds(nil, "anniversary", "now/d"))
  }

  @Test func leapDayHasItsAnniversaryOnTheFirstOfMarchInOtherYears() throws {
    #expect(try holds(.text("2000-02-29"), "anniversary", "2024-02-29"))
    #expect(try !holds(.text("2000-02-29"), "anniversary", "2024-03-01"))
    #expect(try holds(.text("2000-02-29"), "anniversary", "2023-03-01"))
    #expect(try !holds(.text("2000-02-29"), "anniversary", "2023-02-28"))
    #expect(try holds(.text("2001-03-01"), "anniversary", "2023-03-01"))
    #expect(try !holds(.text("2001-03-01"), "anniversary", "2024-02-29"))
  }

  @Test func anniversaryIsInTheZone() throws {
    let value = Value.text("1990-06-14T22:30:00Z")
    #expect(try holds(value, "anniversary", "now/d", zone: "Europe/Berlin"))
    #expect(try !holds(value, "anniversary", "now/d", zone: "UTC"))
    // A millisecond of the span is enough.
    #expect(try holds(.text("1990-06-15"), "anniversary", "2024-06-15T23:59:59.999"))
  }

  @Test func missingDateHoldsForNoDateOperator() throws {
    let names = ["before", "after", "onOrBefore", "onOrAfter", "on", "dateRelativeLessThan", "dateRelativeGreaterThan"]
    for stored in [nil, Value.text("soon"), .boolean(true), .number(1)] {
      for name in names + ["anniversary"] { #expect(try !holds(stored, name, "now/d")) }
      for name in ["inTheLast", "inTheNext"] { #expect(try !holds(stored, name, "1000000w")) }
      for kind in ["BeforeNthDay", "AfterNthDay", "BeforeNthMinute", "AfterNthMinute"] {
        #expect(try !holds(stored, "willOccur" + kind, 0))
      }
    }
  }
}
