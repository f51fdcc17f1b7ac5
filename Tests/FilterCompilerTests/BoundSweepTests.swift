import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

/// Where bounds go, and when they pass what, against looking at every minute. `STRATA_SEED` repeats a run.
@Suite struct BoundSweepTests {
  private static let cases = ProcessInfo.processInfo.environment["STRATA_LONG"] == nil ? 60 : 3000
  private static let minute: Int64 = 60_000

  /// In whole minutes, where everything happens at whole minutes.
  private static func sweep(_ random: inout RandomMath) -> (TimeBound, start: Instant, minutes: Int64) {
    let rounding: TimeUnit? = random.generator.chance(0.2) ? random.generator.pick(.minute, .hour, .day, .month) : nil
    let math = DateMath(terms: random.terms([.year, .month, .week, .day, .hour, .minute]), rounding: rounding)
    let bound = TimeBound(
      .math(math), random.generator.pick(.first, .last), shift: random.generator.pick(0, 0, 180_000), in: random.zone())
    let start = random.now().milliseconds / minute * minute - random.generator.whole(0...300) * minute
    return (bound, Instant(milliseconds: start), random.generator.pick(1, 5, 20, random.generator.whole(1...900)))
  }

  @Test func aSweepIsWhatEveryMinuteShows() throws {
    var random = try RandomMath(TestSeed().generator(64))
    var crossings = 0
    for _ in 0..<Self.cases {
      let (bound, start, minutes) = Self.sweep(&random)
      let end = start.advanced(milliseconds: minutes * Self.minute)
      let sweep = bound.sweep(from: start, until: end)
      // Each whole minute, and how far it has come just before the next.
      let nows = (0...minutes).map { start.advanced(milliseconds: $0 * Self.minute) }
      let values = nows.map { bound.instant(at: $0) }
      let others = nows.dropFirst().map { bound.instant(at: $0.advanced(milliseconds: -1)) }
      let all = values + others
      #expect(sweep.hull.lowerBound == all.min(), "\(bound) in \(bound.zone.name) from \(start), \(minutes) min")
      #expect(sweep.hull.upperBound == all.max(), "\(bound) in \(bound.zone.name) from \(start), \(minutes) min")
      for _ in 0..<6 {
        let place = random.generator.below(values.count)
        let value = values[place].advanced(milliseconds: -1 + Self.minute * random.generator.pick(0, 0, 1, -1, 7))
        let from = random.generator.pick(0, random.generator.below(nows.count))
        let isWithin = values[from] <= value
        let expected = (from..<nows.count).first { (values[$0] <= value) != isWithin }.map { nows[$0] }
        let found = sweep.firstCrossing(of: value, after: nows[from])
        #expect(found == expected, "\(value) by \(bound) in \(bound.zone.name) after \(nows[from]) until \(end)")
        if expected != nil { crossings += 1 }
      }
    }
    print("\(crossings) crossings")
    #expect(crossings > Self.cases)
  }

  @Test func aRangeIsEnteredAndLeft() throws {
    let range = TimeRange(lower: .now(shiftedBy: -10_000), upper: .now(shiftedBy: 0))
    let start = Instant(milliseconds: 1_700_000_000_000)
    let sweep = range.sweep(from: start, until: start.advanced(milliseconds: 300_000))
    let value = start.advanced(milliseconds: 5000)
    #expect(sweep.firstCrossing(of: value, after: start) == value)
    #expect(sweep.firstCrossing(of: value, after: value) == value.advanced(milliseconds: 10_001))
    #expect(sweep.firstCrossing(of: value, after: value.advanced(milliseconds: 10_001)) == nil)
    #expect(sweep.firstCrossing(of: start.advanced(milliseconds: -10_001), after: start) == nil)
    #expect(sweep.firstCrossing(of: start, after: start) == start.advanced(milliseconds: 10_001))
    #expect(
      sweep.windows.map { $0.lowerBound.milliseconds - start.milliseconds } == [-10_000, 1]
        && sweep.windows.map { $0.upperBound.milliseconds - start.milliseconds } == [289_999, 300_000])
  }

  /// A quarter of an hour before the bound steps back by a day it passes what it passes a day later again.
  @Test func whatIsPassedJustBeforeAStepBackIsNotMissed() throws {
    let bound = TimeBound(.math(DateMath(terms: [.init(-1, .month)])), .first, in: .utc)
    let start = try #require(Instant("2025-03-28T23:00:00Z"))
    let sweep = bound.sweep(from: start, until: start.advanced(milliseconds: 90_000_000))
    let value = try #require(Instant("2025-02-28T23:50:00Z"))
    var found: [String] = []
    var now = start
    while let next = sweep.firstCrossing(of: value, after: now) {
      found.append(next.description)
      now = next
    }
    #expect(
      found == [
        "2025-03-28T23:50:00.001Z", "2025-03-29T00:00:00.000Z", "2025-03-29T23:50:00.001Z", "2025-03-30T00:00:00.000Z",
      ])
  }

  /// Too long for every step to be known beforehand.
  @Test func aSweepOfAYearFindsTheSame() throws {
    var random = try RandomMath(TestSeed().generator(65))
    for _ in 0..<Self.cases / 4 {
      let math = DateMath(terms: [.init(-Int(random.generator.whole(1...3)), random.generator.pick(.month, .day))])
      let bound = TimeBound(.math(math), .first, in: random.zone())
      let start = random.now()
      let long = bound.sweep(from: start, until: start.advanced(milliseconds: 366 * 1440 * Self.minute))
      let value = bound.instant(at: start.advanced(milliseconds: random.generator.whole(0...900) * Self.minute))
      let short = bound.sweep(from: start, until: start.advanced(milliseconds: 5 * 1440 * Self.minute))
      let found = short.firstCrossing(of: value, after: start)
      #expect(long.firstCrossing(of: value, after: start) == found, "\(value) by \(bound) after \(start)")
      #expect(long.hull.lowerBound <= short.hull.lowerBound && long.hull.upperBound >= short.hull.upperBound)
    }
  }
}
