import Foundation

/// A zone as Foundation knows it, asked for offsets only; what follows from them is searched for.
///
/// Instants and wall-clock times are milliseconds from 1970-01-01T00:00, the first in UTC, the second on the wall.
final class OracleZone {
  static let day: Int64 = 86_400_000
  /// Day number of 1970-01-01.
  private static let epoch = OracleDay(1970, 1, 1).number

  let name: String
  private let rules: TimeZone
  /// Answers of `instant(ofLocal:)`, which is slow.
  private var known: [Int64: Int64] = [:]

  init(_ name: String) throws {
    guard let rules = TimeZone(identifier: name) else { throw OracleError.unknownZone(name) }
    self.name = name
    self.rules = rules
  }

  /// Milliseconds that the wall clock is ahead of UTC.
  func offset(at instant: Int64) -> Int64 {
    // Clocks change at whole seconds; a part of a second must not be rounded into the next one.
    Int64(rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(floorDivide(instant, 1000))))) * 1000
  }

  func local(_ instant: Int64) -> Int64 { instant + offset(at: instant) }

  /// The instant of a wall-clock time: the earlier one of two; one that does not exist moves forward by the gap.
  func instant(ofLocal local: Int64) -> Int64 {
    if let answer = known[local] { return answer }
    let answer = search(local)
    known[local] = answer
    return answer
  }

  /// Tries every offset that is in force within 18 hours; no zone was ever further from UTC than 16.
  private func search(_ local: Int64) -> Int64 {
    let hour: Int64 = 3_600_000
    let around = Array(stride(from: local - 18 * hour, through: local + 18 * hour, by: Int(hour / 2)))
    let offsets = around.map(offset(at:))
    let fitting = Set(offsets).filter { offset(at: local - $0) == $0 }
    if let largest = fitting.max() { return local - largest }
    // In a gap: the clock has not reached this time at one moment and is past it at the next. Counted on with the
    // offset from before, the time stands as far behind the gap as it stood in it.
    for (moment, offset) in zip(around, offsets).reversed() where moment + offset <= local { return local - offset }
    return local
  }

  // MARK: Days

  static func local(_ day: OracleDay) -> Int64 { Int64(day.number - epoch) * Self.day }

  static func day(ofLocal local: Int64) -> OracleDay { OracleDay(number: Int(floorDivide(local, day)) + epoch) }

  func day(of instant: Int64) -> OracleDay { Self.day(ofLocal: local(instant)) }

  func start(of day: OracleDay) -> Int64 { instant(ofLocal: Self.local(day)) }

  func span(of day: OracleDay) -> OracleSpan { OracleSpan(first: start(of: day), next: start(of: day.adding(days: 1))) }
}
