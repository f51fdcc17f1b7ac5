import SegmentModel

/// The days of 2026 on which clocks change, the ends of months, leap days. What is expected is written by hand.
extension ClockPeriod {
  static let all = [berlinInSpring, newYorkInSpring, berlinInAutumn, newYorkInAutumn, leapDay, noLeapDay, endOfMarch]

  private static let berlin = "Europe/Berlin"
  private static let newYork = "America/New_York"

  /// At 2026-03-29T01:00Z it is 02:00, then 03:00. The day has 23 hours, from 23:00Z to 22:00Z.
  private static let berlinInSpring = ClockPeriod(
    name: "spring in Berlin", start: "2026-03-28T12:00:00Z", end: "2026-03-30T23:00:00Z",
    cases: [
      .property(
        "2026-03-29", "on", "now/d", in: berlin, isIn: false, "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
      ClockCase(
        name: "tomorrow", zone: berlin,
        filter: ["property": "p", "operator": "willOccurBeforeNthDay", "value": 1],
        content: .property("2026-03-30T12:00:00+02:00"),
        expected: ["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"], isMemberAtStart: false),
      // A day of the calendar back is 23 hours.
      .property(
        "2026-03-28T11:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-03-29T10:30:00.001Z"),
      .event(
        at: "2026-03-28T11:30:00Z", ["within": ["from": "now-1d"]], in: berlin, isIn: true,
        "2026-03-29T10:30:00.001Z"),
      // 24 hours back are 24 hours.
      .event(
        at: "2026-03-28T11:00:00Z", ["within": ["last": "24h"]], in: berlin, isIn: true, "2026-03-29T11:00:00.001Z"),
      .property(
        "2026-03-28T11:30:00Z", "dateRelativeGreaterThan", "now-24h/h", in: berlin, isIn: true,
        "2026-03-29T12:00:00.000Z"),
      // 02:30 on the 28th: there is no 02:30 on the 29th.
      .property(
        "2026-03-28T01:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-03-29T01:00:00.000Z"),
      // 03:30 on the 29th: a day before 02:30 on the 30th, which is moved forward by the gap, and before 03:30.
      .property(
        "2026-03-29T01:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-03-30T00:30:00.001Z",
        "2026-03-30T01:00:00.000Z", "2026-03-30T01:30:00.001Z"),
      .event(
        at: "2026-03-28T20:00:00Z", ["periods": ["unit": "d", "of": 1, "atLeast": 1]], in: berlin, isIn: false,
        "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
      // It lies ahead.
      .event(
        at: "2026-03-29T00:59:59.999Z", ["within": ["last": "1h"]], in: berlin, isIn: false,
        "2026-03-29T00:59:59.999Z", "2026-03-29T02:00:00.000Z"),
      ClockCase(
        name: "in by hand", zone: berlin, filter: ["event": "never"], content: .nothing,
        expected: ["2026-03-29T01:00:00.000Z"], isMemberAtStart: true, includedUntil: "2026-03-29T01:00:00Z"),
      ClockCase(
        name: "nothing after it", zone: berlin,
        filter: ["sequence": [["event": "e"], ["not": ["event": "never"]]], "within": "6h"],
        content: .event("2026-03-28T11:00:00Z"), expected: ["2026-03-28T17:00:00.001Z"], isMemberAtStart: false),
      ClockCase(
        name: "not for a day", zone: berlin, filter: ["not": ["event": "e", "within": ["last": "24h"]]],
        content: .event("2026-03-28T11:00:00Z"), expected: ["2026-03-29T11:00:00.001Z"], isMemberAtStart: false),
      ClockCase(
        name: "of a company today", zone: berlin,
        filter: ["company": ["property": "p", "operator": "on", "value": "now/d"]],
        content: .company("2026-03-29"), expected: ["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
        isMemberAtStart: false),
      ClockCase(
        name: "of a company lately", zone: berlin,
        filter: ["company": ["property": "p", "operator": "inTheLast", "value": "24h"]],
        content: .company("2026-03-28T11:00:00Z"), expected: ["2026-03-29T11:00:00.001Z"], isMemberAtStart: true),
      ClockCase(
        name: "company whose contact did", zone: berlin,
        filter: ["contacts": ["event": "e", "within": ["last": "24h"]]],
        content: .event("2026-03-28T11:00:00Z"), expected: ["2026-03-29T11:00:00.001Z"], isMemberAtStart: true,
        isOfCompanies: true),
    ])

  /// At 2026-03-08T07:00Z it is 02:00, then 03:00. The 8th is from 05:00Z to 04:00Z.
  private static let newYorkInSpring = ClockPeriod(
    name: "spring in New York", start: "2026-03-07T17:00:00Z", end: "2026-03-09T17:00:00Z",
    cases: [
      .property(
        "2026-03-08", "on", "now/d", in: newYork, isIn: false, "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"),
      .property(
        "2026-03-05T12:00:00Z", "onOrAfter", "now/w", in: newYork, isIn: true, "2026-03-09T04:00:00.000Z"),
      .property(
        "2026-03-07T16:30:00Z", "onOrAfter", "now-1d", in: newYork, isIn: true, "2026-03-08T15:30:00.001Z"),
      // The same in another zone.
      .property(
        "2026-03-07T16:30:00Z", "onOrAfter", "now-1d", in: "UTC", isIn: true, "2026-03-08T16:30:00.001Z"),
      .property(
        "2026-03-08", "on", "now/d", in: "UTC", isIn: false, "2026-03-08T00:00:00.000Z", "2026-03-09T00:00:00.000Z"),
    ])

  /// At 2026-10-25T01:00Z it is 03:00, then 02:00. The day has 25 hours, from 22:00Z to 23:00Z.
  private static let berlinInAutumn = ClockPeriod(
    name: "autumn in Berlin", start: "2026-10-24T12:00:00Z", end: "2026-10-26T12:00:00Z",
    cases: [
      .property(
        "2026-10-25", "on", "now/d", in: berlin, isIn: false, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"),
      // A day of the calendar back is 25 hours.
      .property(
        "2026-10-24T11:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-10-25T12:30:00.001Z"),
      .event(
        at: "2026-10-24T11:00:00Z", ["within": ["last": "24h"]], in: berlin, isIn: true, "2026-10-25T11:00:00.001Z"),
      // 02:30 on the 24th: it is 02:30 twice on the 25th.
      .property(
        "2026-10-24T00:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-10-25T00:30:00.001Z",
        "2026-10-25T01:00:00.000Z", "2026-10-25T01:30:00.001Z"),
      // The second 02:30 of the 25th, which nothing on the 26th is a day after.
      .property(
        "2026-10-25T01:30:00Z", "onOrAfter", "now-1d", in: berlin, isIn: true, "2026-10-26T02:00:00.000Z"),
    ])

  /// At 2026-11-01T06:00Z it is 02:00, then 01:00. The 1st is from 04:00Z to 05:00Z.
  private static let newYorkInAutumn = ClockPeriod(
    name: "autumn in New York", start: "2026-10-31T12:00:00Z", end: "2026-11-02T12:00:00Z",
    cases: [
      .property(
        "2026-11-01", "on", "now/d", in: newYork, isIn: false, "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"),
      .property(
        "2026-10-15T00:00:00Z", "onOrAfter", "now/M", in: newYork, isIn: true, "2026-11-01T04:00:00.000Z"),
      .property("2026-10-20", "before", "now/M", in: newYork, isIn: false, "2026-11-01T04:00:00.000Z"),
      .event(
        at: "2026-10-10T12:00:00Z", ["periods": ["unit": "M", "of": 1, "atLeast": 1]], in: newYork, isIn: false,
        "2026-11-01T04:00:00.000Z"),
    ])

  private static let leapDay = ClockPeriod(
    name: "leap day", start: "2028-02-28T12:00:00Z", end: "2028-03-02T12:00:00Z",
    cases: [
      .property("1990-02-28", "anniversary", "now/d", in: "UTC", isIn: true, "2028-02-29T00:00:00.000Z"),
      .property(
        "1992-02-29", "anniversary", "now/d", in: "UTC", isIn: false, "2028-02-29T00:00:00.000Z",
        "2028-03-01T00:00:00.000Z"),
      .property(
        "1990-03-01", "anniversary", "now/d", in: "UTC", isIn: false, "2028-03-01T00:00:00.000Z",
        "2028-03-02T00:00:00.000Z"),
      .property(
        "2028-01-29T06:00:00Z", "onOrAfter", "now-1M", in: "UTC", isIn: true, "2028-02-29T06:00:00.001Z"),
      // No day is a month after 30 January.
      .property(
        "2028-01-30T06:00:00Z", "onOrAfter", "now-1M", in: "UTC", isIn: true, "2028-03-01T00:00:00.000Z"),
      // Both the 28th and the 29th are a year after the 28th.
      .property(
        "2027-02-28T12:30:00Z", "onOrAfter", "now-1y", in: "UTC", isIn: true, "2028-02-28T12:30:00.001Z",
        "2028-02-29T00:00:00.000Z", "2028-02-29T12:30:00.001Z"),
    ])

  private static let noLeapDay = ClockPeriod(
    name: "no leap day", start: "2027-02-28T12:00:00Z", end: "2027-03-02T12:00:00Z",
    cases: [
      .property(
        "1992-02-29", "anniversary", "now/d", in: "UTC", isIn: false, "2027-03-01T00:00:00.000Z",
        "2027-03-02T00:00:00.000Z")
    ])

  /// A month before 30 and 31 March is 28 February, a month after them 30 April.
  private static let endOfMarch = ClockPeriod(
    name: "end of March", start: "2026-03-30T12:00:00Z", end: "2026-04-01T12:00:00Z",
    cases: [
      .property(
        "2026-02-28T18:00:00Z", "onOrAfter", "now-1M", in: "UTC", isIn: true, "2026-03-30T18:00:00.001Z",
        "2026-03-31T00:00:00.000Z", "2026-03-31T18:00:00.001Z"),
      .event(
        at: "2026-02-28T18:00:00Z", ["within": ["from": "now-1M"]], in: "UTC", isIn: true, "2026-03-30T18:00:00.001Z",
        "2026-03-31T00:00:00.000Z", "2026-03-31T18:00:00.001Z"),
      .property(
        "2026-04-30T18:00:00Z", "onOrBefore", "now+1M", in: "UTC", isIn: false, "2026-03-30T18:00:00.000Z",
        "2026-03-31T00:00:00.000Z", "2026-03-31T18:00:00.000Z"),
      .event(
        at: "2026-03-01T06:00:00Z", ["within": ["last": "30d"]], in: "UTC", isIn: true, "2026-03-31T06:00:00.001Z"),
      .property(
        "2026-03-01T06:00:00Z", "onOrAfter", "now-30d", in: "UTC", isIn: true, "2026-03-31T06:00:00.001Z"),
      .property(
        "2026-03-01T06:00:00Z", "onOrAfter", "now-30d", in: berlin, isIn: true, "2026-03-31T05:00:00.001Z"),
      .property("2026-03-10", "onOrAfter", "now/M", in: "UTC", isIn: true, "2026-04-01T00:00:00.000Z"),
      // In and out again between two of many boundaries.
      .event(
        at: "2026-03-31T20:30:00Z", ["within": ["from": "now-1h/h"]], in: "UTC", isIn: false,
        "2026-03-31T20:30:00.000Z", "2026-03-31T22:00:00.000Z"),
      .event(
        at: "2026-03-31T20:00:00Z", ["within": ["from": "now/M"]], in: "UTC", isIn: false, "2026-03-31T20:00:00.000Z",
        "2026-04-01T00:00:00.000Z"),
    ])
}
