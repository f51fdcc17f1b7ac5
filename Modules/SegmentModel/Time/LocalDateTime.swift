/// A day and a time on the wall clock, without a zone.
package struct LocalDateTime: Sendable, Hashable {
  static let millisecondsPerDay: Int64 = 86_400_000

  package var date: CivilDate
  /// 0 to 86,399,999.
  package var millisecondOfDay: Int64

  package init(date: CivilDate, millisecondOfDay: Int64 = 0) {
    self.date = date
    self.millisecondOfDay = millisecondOfDay
  }

  /// Milliseconds since 1970-01-01T00:00 on the wall clock.
  package init(millisecondsOfLocalTime local: Int64) {
    let days = local.flooredQuotient(by: Self.millisecondsPerDay)
    date = CivilDate(daysSinceEpoch: Int(days))
    millisecondOfDay = local - days * Self.millisecondsPerDay
  }

  package var millisecondsOfLocalTime: Int64 {
    Int64(date.daysSinceEpoch) * Self.millisecondsPerDay + millisecondOfDay
  }

  package func instant(offsetSeconds: Int) -> Instant {
    Instant(milliseconds: millisecondsOfLocalTime - Int64(offsetSeconds) * 1000)
  }

  /// `12:00:00.000`.
  var timeText: String {
    let second = millisecondOfDay / 1000
    let (hour, minute) = (second / 3600, second / 60 % 60)
    return "\(hour.padded(2)):\(minute.padded(2)):\((second % 60).padded(2)).\((millisecondOfDay % 1000).padded(3))"
  }
}
