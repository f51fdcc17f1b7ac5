/// A unit of date math and durations, as written. Case matters: `M` is a month, `m` a minute.
package enum TimeUnit: String, Sendable, CaseIterable {
  case year = "y"
  case month = "M"
  case week = "w"
  case day = "d"
  case hour = "h"
  case minute = "m"
  case second = "s"

  /// Nil for units whose length the calendar decides.
  var fixedMilliseconds: Int64? {
    switch self {
    case .hour: 3_600_000
    case .minute: 60_000
    case .second: 1000
    case .year, .month, .week, .day: nil
    }
  }
}
