package import SegmentModel

/// Moments at which date filters are most easily wrong: beginnings of days, clock changes, ends of months, leap days.
package enum RandomNow {
  /// Three moments, the second close to the first.
  package static func three(using generator: inout SplitMix64) throws -> [Instant] {
    let first = try one(using: &generator)
    let jitter: Int64 = generator.pick(1, -1, 999, 60_000, -3_600_000, 86_400_000)
    return [first, first + jitter, try one(using: &generator)].map(Instant.init(milliseconds:))
  }

  private static func one(using generator: inout SplitMix64) throws -> Int64 {
    let zone = try OracleZone(generator.element(of: DatePool.zones) ?? "UTC")
    // Clocks changed at midnight in São Paulo until 2019.
    let year = generator.pick(2018, 2020, 2023, 2024, 2024, 2025)
    let month = Int(generator.whole(1...12))
    let moment: Int64 =
      switch generator.below(6) {
      case 0: zone.start(of: OracleDay(year, month, 1))
      case 1: zone.start(of: OracleDay(2024, 2, 29))
      case 2: zone.start(of: OracleDay(year, 3, 1))
      case 3, 4: clockChange(in: zone, year: year, using: &generator)
      default: zone.start(of: OracleDay(year, month, Int(generator.whole(1...28))))
      }
    switch generator.below(4) {
    case 0: return moment
    case 1: return moment - 1
    case 2: return moment + generator.whole(-7_200_000...7_200_000)
    default: return moment + generator.whole(0...86_399_999)
    }
  }

  /// A moment at which the offset changes, or the start of the year in a zone without any.
  private static func clockChange(in zone: OracleZone, year: Int, using generator: inout SplitMix64) -> Int64 {
    let start = zone.start(of: OracleDay(year, 1, 1))
    let halfHours = (1...(366 * 48)).map { start + Int64($0) * 1_800_000 }
    let changes = halfHours.filter { zone.offset(at: $0) != zone.offset(at: $0 - 1) }
    return generator.element(of: changes) ?? start
  }
}
