/// A moment: milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable, Comparable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
  package static let range = Instant(milliseconds: -62_135_596_800_000)...Instant(milliseconds: 253_402_300_799_999)

  package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  package func advanced(milliseconds amount: Int64) -> Instant {
    Instant(milliseconds: milliseconds.addingSaturating(amount))
  }

  /// Held at the ends of `range`.
  package var clamped: Instant { min(max(self, Self.range.lowerBound), Self.range.upperBound) }
}

extension Int64 {
  func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-11-24T12:00:00.000Z`.
  package var description: String {
    let local = LocalDateTime(millisecondsOfLocalTime: milliseconds)
    return "\(local.date)T\(local.timeText)Z"
  }

  /// A date-time with an offset (`Z` or `±HH:MM` …) as the date view reads it; nil for anything else.
  package init?(_ text: String) {
    guard case .dateTime(let local, let offset?) = DateText(text) else { return nil }
    self = local.instant(offsetSeconds: offset)
  }
}
