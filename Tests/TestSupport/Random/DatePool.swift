import SegmentModel

/// Dates of which filters and data are both made, so that the data lies on the edges of what filters ask.
enum DatePool {
  static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo",
  ]

  static let math = [
    "now", "now/d", "now-1d/d", "now+1d/d", "now-1d", "now+1d", "now-2d/d", "now+11d/d", "now-21d/d", "now-30d/d",
    "now-24h/h", "now+24h/h", "now-30m/m", "now-90m", "now/h", "now-1h/h", "now/m", "now/s", "now-1s/s", "now/w",
    "now-1w/w", "now+1w", "now/M", "now-1M/M", "now-1M", "now+1M", "now-1M-1d/d", "now+1M-1d", "now/y", "now-1y/y",
    "now-1y", "now-7d", "now-12M+1M/M", "now-2w+36h/d",
  ]

  static let durations = ["1s", "30s", "1m", "30m", "90m", "1h", "24h", "1d", "7d", "1w", "30d", "52w", "90d"]

  /// Minutes or days ahead or past.
  static let counts: [Int64] = [0, 1, 2, 3, 11, 30, 60, 1440]

  /// First and last milliseconds of spans, and those just outside, around `now`.
  static func edges(of now: Instant) -> [Int64] {
    let nth = counts.flatMap { n in ["now+\(n)m/m", "now-\(n)m/m", "now+\(n)d/d", "now-\(n)d/d"] }
    var found: Set<Int64> = []
    for zone in zones.compactMap({ try? OracleZone($0) }) {
      for text in math + nth {
        guard let span = OracleDateMath.span(of: text, now: now.milliseconds, in: zone) else { continue }
        found.formUnion([span.first - 1, span.first, span.last, span.last + 1])
      }
      for unit in ["d", "w", "M"] {
        let units = OracleDateMath.complete(unit, of: 5, before: now.milliseconds, in: zone) ?? []
        for span in units { found.formUnion([span.first - 1, span.first]) }
      }
    }
    for length in durations.compactMap(OracleDateMath.duration) {
      for bound in [now.milliseconds - length, now.milliseconds + length] {
        found.formUnion([bound - 1, bound, bound + 1])
      }
    }
    return found.sorted()
  }

  /// Texts that look like dates and are none.
  static let invalid = [
    "2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01", "2024-1-1", " 2024-01-01", "2024-01-01 ",
    "2024-01-01T24:00", "2024-01-01T10:60", "2024-01-01T10:00:60", "2024-01-01T10:00+24:00", "2024-01-01T10:00+01:60",
    "2024-01-01T10:00 +01:00", "2024-01-01t10:00", "2024-01-01T10:00z", "2024-01-01T10:00:00.", "2024-01-01T10",
    "2024-01-01  10:00", "20240101", "2024/01/01", "01.01.2024", "10000-01-01", "2024-01-01T10:00:00,5",
    "2024-01-01T10:00+1", "2024-01-01T10:00+010", "2024-01-01T10:00+01:0", "2024-01-01T10:00\u{2212}01:00",
    "\u{662}\u{660}\u{662}\u{664}-01-01", "2024-01-01T", "2024-01-01Z", "2024-01-01T10:00:00.5.5", "now", "now/d",
    "2024-01-01T1:00", "-2024-01-01", "2024-01-01T10:00+01:00:00", "1900-02-29",
  ]

  /// Far out and odd, yet dates.
  static let odd = [
    "0001-01-01", "9999-12-31", "0001-01-01T00:00+23:59", "9999-12-31T23:59:59.999-23:59", "2000-02-29", "1900-02-28",
    "1883-11-18T12:01:30", "1893-04-01T00:03", "1970-01-01T00:00:00.0009999Z", "2024-02-29 12:34+0545",
    "2024-02-29T12:34:56.7-03", "2018-11-04", "2018-11-04T00:30", "2024-03-31T02:30", "2024-10-27 02:30:00",
    "2024-03-10T02:30:00.5", "2024-11-03T01:30", "2024-10-06T02:15", "2024-04-07T01:45", "1985-12-31T23:50",
    "1986-01-01 00:07", "2024-02-29T23:59:59.99999+00:00",
  ]

  /// An instant as text, in a form that the generator chooses; without an offset it is exact in `zone` only.
  static func text(_ instant: Int64, in zone: OracleZone, using generator: inout SplitMix64) -> String {
    let form = generator.below(8)
    let offset: Int64 =
      switch form {
      case 0, 1: 0
      case 2: [20_700_000, -34_200_000, 3_600_000][generator.below(3)]
      default: zone.offset(at: instant)
      }
    let local = instant + offset
    let day = OracleZone.day(ofLocal: local)
    guard (1...9999).contains(day.year) else { return "2024-02-29" }
    let date = "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
    let milliseconds = Int(local - OracleZone.local(day))
    let (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
    let (second, fraction) = (milliseconds / 1000 % 60, milliseconds % 1000)
    var time = "\(padded(hour, 2)):\(padded(minute, 2))"
    if second != 0 || fraction != 0 || generator.chance(0.5) { time += ":\(padded(second, 2))" }
    if fraction != 0 { time += ".\(padded(fraction, 3))" + generator.pick("", "", "0", "999") }
    let separator = generator.pick("T", "T", " ")
    switch form {
    case 0: return "\(date)\(separator)\(time)Z"
    case 7: return date
    case 4, 5, 6: return "\(date)\(separator)\(time)"
    default: return "\(date)\(separator)\(time)\(offsetText(offset, using: &generator))"
    }
  }

  /// Offsets of seconds, as they were before 1900, are cut to minutes.
  private static func offsetText(_ offset: Int64, using generator: inout SplitMix64) -> String {
    let minutes = Int(offset.magnitude / 60_000)
    let sign = offset < 0 ? "-" : "+"
    let (hour, minute) = (padded(minutes / 60, 2), padded(minutes % 60, 2))
    if minutes % 60 == 0, generator.chance(0.3) { return sign + hour }
    return sign + hour + generator.pick(":", "") + minute
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
