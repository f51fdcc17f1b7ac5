import SegmentModel
import TestSupport

/// Date math and moments at which it is most easily wrong.
struct RandomMath {
  private static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo",
  ].compactMap { Zone($0) }

  var generator: SplitMix64
  private var nows: [Instant] = []

  init(_ generator: SplitMix64) throws {
    self.generator = generator
    for _ in 0..<8 { nows += try RandomNow.three(using: &self.generator) }
  }

  mutating func zone() -> Zone { generator.element(of: Self.zones) ?? .utc }

  /// Near the beginning of a day, a clock change, the end of a month.
  mutating func now() -> Instant {
    let now = generator.element(of: nows) ?? Instant(milliseconds: 0)
    return now.advanced(milliseconds: generator.pick(0, 0, -1, 1, -60_000, generator.whole(-3_600_000...3_600_000)))
  }

  /// - Parameter units: of the terms.
  mutating func terms(_ units: [TimeUnit] = TimeUnit.allCases) -> [DateMath.Term] {
    (0..<generator.pick(0, 1, 1, 1, 2, 3)).map { _ in
      let amount = generator.chance(0.03) ? generator.pick(1_000_000, 9000) : Int(generator.whole(0...40))
      return DateMath.Term(
        generator.chance(0.7) ? -amount : amount, generator.element(of: units + [.month, .day]) ?? .day)
    }
  }
}
