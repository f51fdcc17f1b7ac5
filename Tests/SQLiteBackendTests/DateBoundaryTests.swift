import SegmentModel
import TestSupport
import Testing

/// Each date operator at its boundaries: the last instant that is out and the first that is in, and the other way
/// round, worked out by hand from calendars of the zones.
@Suite struct DateBoundaryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var `operator`: String
    var value: JSONValue
    var now: String
    var zone: String
    /// First and last instant that is in; nil is open.
    var first: String?
    var last: String?

    init(
      _ operator: String, _ value: JSONValue, now: String, _ zone: String, from first: String? = nil,
      to last: String? = nil
    ) {
      self.operator = `operator`
      self.value = value
      self.now = now
      self.zone = zone
      self.first = first
      self.last = last
    }

    var testDescription: String { "\(`operator`) \(value.text) at \(now) in \(zone)" }
  }

  private static let utc: [Case] = [
    Case("before", "2026-03-01", now: "2026-06-01T00:00:00Z", "UTC", to: "2026-02-28T23:59:59.999Z"),
    Case("after", "2024-02-29", now: "2026-06-01T00:00:00Z", "UTC", from: "2024-03-01T00:00:00.000Z"),
    Case("onOrBefore", "2024-02-29", now: "2026-06-01T00:00:00Z", "UTC", to: "2024-02-29T23:59:59.999Z"),
    Case("onOrAfter", "2026-12-31", now: "2026-06-01T00:00:00Z", "UTC", from: "2026-12-31T00:00:00.000Z"),
    Case(
      "on", "2024-02-29", now: "2026-06-01T00:00:00Z", "UTC", from: "2024-02-29T00:00:00.000Z",
      to: "2024-02-29T23:59:59.999Z"),
    Case("before", "2026-03-01T12:00:00Z", now: "2026-06-01T00:00:00Z", "UTC", to: "2026-03-01T11:59:59.999Z"),
    Case("dateRelativeLessThan", "now-21d/d", now: "2026-11-24T12:00:00Z", "UTC", to: "2026-11-03T23:59:59.999Z"),
    Case("dateRelativeLessThan", "now-30m/m", now: "2026-11-24T12:00:30Z", "UTC", to: "2026-11-24T11:30:59.999Z"),
    Case("dateRelativeLessThan", "now+24h/h", now: "2026-11-24T12:30:00Z", "UTC", to: "2026-11-25T12:59:59.999Z"),
    Case("dateRelativeGreaterThan", "now-24h/h", now: "2026-11-24T12:30:00Z", "UTC", from: "2026-11-23T12:00:00.000Z"),
    Case(
      "dateRelativeGreaterThan", "now+1d/d", now: "2026-11-30T23:59:59.999Z", "UTC", from: "2026-12-01T00:00:00.000Z"),
    Case("dateRelativeLessThan", "now-1M", now: "2026-03-31T12:00:00Z", "UTC", to: "2026-02-28T12:00:00.000Z"),
    Case("dateRelativeLessThan", "now-1M/M", now: "2024-03-31T12:00:00Z", "UTC", to: "2024-02-29T23:59:59.999Z"),
    Case(
      "willOccurBeforeNthDay", 11, now: "2026-11-24T12:00:00Z", "UTC", from: "2026-12-05T00:00:00.000Z",
      to: "2026-12-05T23:59:59.999Z"),
    Case(
      "willOccurAfterNthDay", 2, now: "2026-03-01T00:00:00Z", "UTC", from: "2026-02-27T00:00:00.000Z",
      to: "2026-02-27T23:59:59.999Z"),
    Case(
      "willOccurBeforeNthMinute", 11, now: "2026-11-24T23:50:30Z", "UTC", from: "2026-11-25T00:01:00.000Z",
      to: "2026-11-25T00:01:59.999Z"),
    Case(
      "willOccurAfterNthMinute", 2, now: "2026-03-01T00:01:00Z", "UTC", from: "2026-02-28T23:59:00.000Z",
      to: "2026-02-28T23:59:59.999Z"),
    Case(
      "inTheLast", "1d", now: "2026-03-01T12:00:00.500Z", "UTC", from: "2026-02-28T12:00:00.500Z",
      to: "2026-03-01T12:00:00.500Z"),
    Case(
      "inTheNext", "2w", now: "2024-02-20T00:00:00Z", "UTC", from: "2024-02-20T00:00:00.000Z",
      to: "2024-03-05T00:00:00.000Z"),
  ]

  /// Clocks go forward on 29 March 2026 at 01:00Z, back on 25 October at 01:00Z.
  private static let berlin: [Case] = [
    Case(
      "on", "2026-03-29", now: "2026-06-01T00:00:00Z", "Europe/Berlin", from: "2026-03-28T23:00:00.000Z",
      to: "2026-03-29T21:59:59.999Z"),
    Case(
      "on", "2026-10-25", now: "2026-06-01T00:00:00Z", "Europe/Berlin", from: "2026-10-24T22:00:00.000Z",
      to: "2026-10-25T22:59:59.999Z"),
    Case("before", "2026-10-26", now: "2026-06-01T00:00:00Z", "Europe/Berlin", to: "2026-10-25T22:59:59.999Z"),
    Case("after", "2026-03-29", now: "2026-06-01T00:00:00Z", "Europe/Berlin", from: "2026-03-29T22:00:00.000Z"),
    Case("onOrBefore", "2026-03-31", now: "2026-06-01T00:00:00Z", "Europe/Berlin", to: "2026-03-31T21:59:59.999Z"),
    Case("onOrAfter", "2024-02-29", now: "2026-06-01T00:00:00Z", "Europe/Berlin", from: "2024-02-28T23:00:00.000Z"),
    // 02:30 of the day before does not exist: 03:30.
    Case(
      "dateRelativeLessThan", "now-1d", now: "2026-03-30T00:30:00Z", "Europe/Berlin", to: "2026-03-29T01:30:00.000Z"),
    // 02:30 of the day before exists twice: the earlier.
    Case(
      "dateRelativeGreaterThan", "now-1d", now: "2026-10-26T01:30:00Z", "Europe/Berlin",
      from: "2026-10-25T00:30:00.000Z"),
    // Hours are elapsed time: 24 of them before Monday noon is Sunday 11:00 in winter time.
    Case(
      "dateRelativeGreaterThan", "now-24h/h", now: "2026-03-29T22:00:00Z", "Europe/Berlin",
      from: "2026-03-28T22:00:00.000Z"),
    Case(
      "willOccurBeforeNthDay", 1, now: "2026-10-24T12:00:00Z", "Europe/Berlin", from: "2026-10-24T22:00:00.000Z",
      to: "2026-10-25T22:59:59.999Z"),
    Case(
      "willOccurAfterNthDay", 1, now: "2026-03-30T12:00:00Z", "Europe/Berlin", from: "2026-03-28T23:00:00.000Z",
      to: "2026-03-29T21:59:59.999Z"),
    Case(
      "willOccurBeforeNthMinute", 60, now: "2026-10-25T00:30:00Z", "Europe/Berlin", from: "2026-10-25T01:30:00.000Z",
      to: "2026-10-25T01:30:59.999Z"),
    Case(
      "willOccurAfterNthMinute", 60, now: "2026-03-29T01:30:00Z", "Europe/Berlin", from: "2026-03-29T00:30:00.000Z",
      to: "2026-03-29T00:30:59.999Z"),
    Case(
      "inTheLast", "1d", now: "2026-03-29T12:00:00Z", "Europe/Berlin", from: "2026-03-28T12:00:00.000Z",
      to: "2026-03-29T12:00:00.000Z"),
    Case(
      "inTheNext", "1d", now: "2026-10-24T12:00:00Z", "Europe/Berlin", from: "2026-10-24T12:00:00.000Z",
      to: "2026-10-25T12:00:00.000Z"),
    Case("dateRelativeLessThan", "now/w", now: "2026-10-25T22:59:59Z", "Europe/Berlin", to: "2026-10-25T22:59:59.999Z"),
  ]

  /// Clocks go forward on 8 March 2026 at 07:00Z, back on 1 November at 06:00Z.
  private static let newYork: [Case] = [
    Case(
      "on", "2026-03-08", now: "2026-06-01T00:00:00Z", "America/New_York", from: "2026-03-08T05:00:00.000Z",
      to: "2026-03-09T03:59:59.999Z"),
    Case(
      "on", "2026-11-01", now: "2026-06-01T00:00:00Z", "America/New_York", from: "2026-11-01T04:00:00.000Z",
      to: "2026-11-02T04:59:59.999Z"),
    Case("before", "2024-02-29", now: "2026-06-01T00:00:00Z", "America/New_York", to: "2024-02-29T04:59:59.999Z"),
    Case("after", "2026-11-01", now: "2026-06-01T00:00:00Z", "America/New_York", from: "2026-11-02T05:00:00.000Z"),
    Case("onOrBefore", "2026-03-08", now: "2026-06-01T00:00:00Z", "America/New_York", to: "2026-03-09T03:59:59.999Z"),
    Case("onOrAfter", "2026-11-01", now: "2026-06-01T00:00:00Z", "America/New_York", from: "2026-11-01T04:00:00.000Z"),
    Case(
      "dateRelativeLessThan", "now-1d/d", now: "2026-11-02T12:00:00Z", "America/New_York",
      to: "2026-11-02T04:59:59.999Z"),
    Case(
      "dateRelativeGreaterThan", "now-1M/M", now: "2026-04-01T03:59:59Z", "America/New_York",
      from: "2026-02-01T05:00:00.000Z"),
    Case(
      "willOccurBeforeNthDay", 1, now: "2026-03-07T12:00:00Z", "America/New_York", from: "2026-03-08T05:00:00.000Z",
      to: "2026-03-09T03:59:59.999Z"),
    Case(
      "willOccurAfterNthDay", 1, now: "2026-11-02T12:00:00Z", "America/New_York", from: "2026-11-01T04:00:00.000Z",
      to: "2026-11-02T04:59:59.999Z"),
    Case(
      "willOccurBeforeNthMinute", 30, now: "2026-11-01T05:45:00Z", "America/New_York",
      from: "2026-11-01T06:15:00.000Z", to: "2026-11-01T06:15:59.999Z"),
    Case(
      "willOccurAfterNthMinute", 30, now: "2026-03-08T07:15:00Z", "America/New_York", from: "2026-03-08T06:45:00.000Z",
      to: "2026-03-08T06:45:59.999Z"),
    Case(
      "inTheLast", "24h", now: "2026-11-01T12:00:00Z", "America/New_York", from: "2026-10-31T12:00:00.000Z",
      to: "2026-11-01T12:00:00.000Z"),
    Case(
      "inTheNext", "24h", now: "2026-03-07T12:00:00Z", "America/New_York", from: "2026-03-07T12:00:00.000Z",
      to: "2026-03-08T12:00:00.000Z"),
  ]

  @Test(arguments: utc + berlin + newYork)
  func theMillisecondsBesideABoundaryFallOnItsTwoSides(_ example: Case) throws {
    var world = OracleWorld()
    var expected: Set<Int64> = []
    func add(_ instant: Instant, isIn: Bool) {
      let id = Int64(world.contacts.count + 1)
      world.contacts.append(
        ContactRecord(
          id: id, createdAt: Instant(milliseconds: 0),
          properties: ["at": StoredValue(.text(instant.description), time: instant, isTrusted: true)]))
      if isIn { expected.insert(id) }
    }
    if let first = example.first {
      let instant = try #require(Instant(first))
      add(instant, isIn: true)
      add(instant.advanced(milliseconds: -1), isIn: false)
    }
    if let last = example.last {
      let instant = try #require(Instant(last))
      add(instant, isIn: true)
      add(instant.advanced(milliseconds: 1), isIn: false)
    }
    let definition: JSONValue = [
      "name": "S", "contentType": "contact", "timeZone": .string(example.zone),
      "filter": ["property": "at", "operator": .string(example.operator), "value": example.value],
    ]
    let stored = try WorldInSQLite(world)
    let members = try stored.members(of: definition, at: try #require(Instant(example.now)))
    #expect(members == expected)
  }
}
