package import SegmentModel

/// How far apart the points of a history are: so many hours of elapsed time, or so many days, weeks or months of the
/// calendar. `1h`, `6h`, `1d`, `1w`, `1M`.
package struct HistoryStep: Sendable, Hashable, CustomStringConvertible {
  package static let units: [TimeUnit] = [.hour, .day, .week, .month]
  package static let amounts = 1...1000
  /// Where nothing is said.
  package static let day = HistoryStep(amount: 1, unit: .day)

  package let amount: Int
  package let unit: TimeUnit

  private init(amount: Int, unit: TimeUnit) {
    self.amount = amount
    self.unit = unit
  }

  /// Nil for what is no such step.
  package init?(_ text: String) {
    guard let unit = text.last.flatMap({ TimeUnit(rawValue: String($0)) }), Self.units.contains(unit) else {
      return nil
    }
    let digits = text.dropLast()
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let amount = Int(digits), Self.amounts.contains(amount)
    else { return nil }
    self.init(amount: amount, unit: unit)
  }

  package var description: String { "\(amount)\(unit.rawValue)" }

  /// What a step may be, for whoever wrote another.
  package static let rule =
    "must be a whole number from \(amounts.lowerBound) to \(amounts.upperBound) and h, d, w or M, like 6h or 1d"

  /// An instant so many steps away from another.
  func moved(_ start: Instant, by steps: Int, in zone: Zone) -> Instant {
    DateMath(terms: [.init(amount * steps, unit)]).span(at: start, in: zone).first
  }

  /// The beginning of the hour, day, week or month that holds an instant.
  func beginning(of instant: Instant, in zone: Zone) -> Instant { zone.span(of: unit, around: instant).first }
}
