import SegmentModel
import Testing

@Suite struct TimeTests {
  private func span(_ text: String, at now: String, in zone: String = "UTC") throws -> (String, String) {
    let expression = try #require(DateExpression(text))
    let span = expression.span(at: try #require(Instant(now)), in: try #require(Zone(zone)))
    return (span.first.description, span.last.description)
  }

  @Test(arguments: [
    ("now", "2026-11-24T12:34:56.789Z", "UTC", "2026-11-24T12:34:56.789Z", "2026-11-24T12:34:56.789Z"),
    ("now-21d/d", "2026-11-24T12:34:56.789Z", "UTC", "2026-11-03T00:00:00.000Z", "2026-11-03T23:59:59.999Z"),
    ("now-24h/h", "2026-11-24T12:34:56.789Z", "UTC", "2026-11-23T12:00:00.000Z", "2026-11-23T12:59:59.999Z"),
    ("now/w", "2026-11-24T12:00:00Z", "UTC", "2026-11-23T00:00:00.000Z", "2026-11-29T23:59:59.999Z"),
    ("now-1M", "2026-03-31T12:00:00Z", "UTC", "2026-02-28T12:00:00.000Z", "2026-02-28T12:00:00.000Z"),
    ("now-1M", "2024-03-31T12:00:00Z", "UTC", "2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.000Z"),
    ("now-1y", "2024-02-29T12:00:00Z", "UTC", "2023-02-28T12:00:00.000Z", "2023-02-28T12:00:00.000Z"),
    ("now+1M-1d/M", "2026-01-31T12:00:00Z", "UTC", "2026-02-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z"),
    ("now/y", "2026-06-01T00:00:00Z", "UTC", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"),
    // The day that clocks go forward has 23 hours, the other one 25.
    ("now/d", "2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T21:59:59.999Z"),
    ("now/d", "2026-10-25T12:00:00Z", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T22:59:59.999Z"),
    // 02:30 does not exist on 29 March: it moves forward by the gap. It exists twice on 25 October: the earlier.
    ("now+1d", "2026-03-28T01:30:00Z", "Europe/Berlin", "2026-03-29T01:30:00.000Z", "2026-03-29T01:30:00.000Z"),
    ("now+1d", "2026-10-24T00:30:00Z", "Europe/Berlin", "2026-10-25T00:30:00.000Z", "2026-10-25T00:30:00.000Z"),
    ("now-1d", "2026-10-26T01:30:00Z", "Europe/Berlin", "2026-10-25T00:30:00.000Z", "2026-10-25T00:30:00.000Z"),
    ("now/h", "2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T01:00:00.000Z", "2026-10-25T01:59:59.999Z"),
    ("now/h", "2026-11-24T12:50:00Z", "Asia/Kathmandu", "2026-11-24T12:15:00.000Z", "2026-11-24T13:14:59.999Z"),
    ("now/d", "2026-11-01T12:00:00Z", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-02T04:59:59.999Z"),
    ("now+1000000y", "2026-11-24T12:00:00Z", "UTC", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ("now-1000000y", "2026-11-24T12:00:00Z", "UTC", "0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z"),
    ("2020-03-01", "2026-11-24T12:00:00Z", "America/New_York", "2020-03-01T05:00:00.000Z", "2020-03-02T04:59:59.999Z"),
  ]) func spanOfADateExpression(text: String, now: String, zone: String, first: String, last: String) throws {
    #expect(try span(text, at: now, in: zone) == (first, last))
  }

  @Test func aDayThatTheZoneSkippedIsEmpty() throws {
    let apia = try #require(Zone("Pacific/Apia"))
    let span = try #require(DateExpression("2011-12-30")).span(at: Instant(milliseconds: 0), in: apia)
    #expect(span.last < span.first)
  }

  @Test(arguments: [
    "now-", "now-1", "now-1x", "now/", "now/q", "now -1d", "NOW", "now-1D", "now-1000001d", "yesterday", "now/d-1d", "",
    "2020-02-30", "2020-13-01", "now+٣d",
  ]) func whatIsNotADateIsRefused(text: String) {
    #expect(DateExpression(text) == nil)
  }

  @Test(arguments: [("1s", 1000), ("30d", 2_592_000_000), ("2w", 1_209_600_000), ("1000000h", 3_600_000_000_000)])
  func durationIsElapsedTime(text: String, milliseconds: Int64) {
    #expect(ElapsedDuration(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["0d", "1M", "1y", "d", "-1d", "1.5d", "1000001s", "1 d", "", "1D"])
  func whatIsNotADurationIsRefused(text: String) {
    #expect(ElapsedDuration(text) == nil)
  }

  @Test(arguments: ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Asia/Calcutta"])
  func namesOfTheDatabaseAreZones(name: String) { #expect(Zone(name)?.name == name) }

  @Test(arguments: ["Mars/Olympus", "GMT+2", "europe/berlin", "", "EST5"])
  func otherNamesAreNot(name: String) { #expect(Zone(name) == nil) }

  @Test func everyWallClockMinuteComesBackAroundClockChanges() throws {
    for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"] {
      let zone = try #require(Zone(name))
      var instant = try #require(Instant("2017-01-01T00:00:00Z"))
      let end = try #require(Instant("2018-12-31T00:00:00Z"))
      while instant < end {
        let local = zone.local(instant)
        let back = zone.instant(local)
        // The same, or the earlier of two passes of one hour.
        #expect(back == instant || (back < instant && zone.local(back) == local), "\(name) \(instant)")
        instant = instant.advanced(milliseconds: 600_000)
      }
    }
  }
}
