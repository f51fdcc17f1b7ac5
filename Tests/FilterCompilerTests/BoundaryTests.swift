import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

/// Where rounded bounds, anniversaries and periods change; `STRATA_SEED` repeats a run.
@Suite struct BoundaryTests {
  private static let cases = ProcessInfo.processInfo.environment["STRATA_LONG"] == nil ? 400 : 20_000

  private static func plan(_ filter: JSONValue, in zone: Zone) throws -> LogicalPlan {
    let definition: JSONValue = [
      "name": "A", "contentType": "contact", "timeZone": .string(zone.name), "filter": filter,
    ]
    return try SegmentCompiler(library: [String: SegmentDefinition]())
      .compile(try SegmentReader.read(definition)).plan
  }

  private static func property(_ operation: String, _ value: DateMath) -> JSONValue {
    ["property": "d", "operator": .string(operation), "value": .string(value.description)]
  }

  /// Instants between two, both included; many near the ends.
  private static func between(_ first: Instant, _ last: Instant, _ math: inout RandomMath) -> [Instant] {
    guard first <= last else { return [] }
    let length = last.milliseconds - first.milliseconds
    let near = min(length, 7_200_000)
    return [first, last]
      + (0..<12).map { _ in
        let offset = math.generator.pick(
          math.generator.whole(0...length), math.generator.whole(0...near), length - math.generator.whole(0...near))
        return first.advanced(milliseconds: offset)
      }
  }

  @Test func aRoundedBoundStandsStillUpToItsBoundaryAndJumpsThen() throws {
    var random = try RandomMath(TestSeed().generator(61))
    for _ in 0..<Self.cases {
      let zone = random.zone()
      let math = DateMath(terms: random.terms(), rounding: random.generator.element(of: TimeUnit.allCases) ?? .day)
      let now = random.now()
      let before = math.span(at: now, in: zone)
      let next = try Self.plan(Self.property("onOrBefore", math), in: zone).nextBoundary(after: now)
      let last = (next ?? now.advanced(milliseconds: 40_000_000_000)).advanced(milliseconds: -1)
      for instant in Self.between(now, last, &random) {
        #expect(math.span(at: instant, in: zone) == before, "\(math) in \(zone.name) from \(now) at \(instant)")
      }
      guard let next else { continue }
      #expect(next > now)
      #expect(math.span(at: next, in: zone) != before, "\(math) in \(zone.name) from \(now) at \(next)")
    }
  }

  @Test func anniversariesChangeAtTheBeginningOfDays() throws {
    var random = try RandomMath(TestSeed().generator(62))
    let units: [TimeUnit?] = [nil, nil, nil] + TimeUnit.allCases
    for _ in 0..<Self.cases {
      let zone = random.zone()
      let math = DateMath(terms: random.terms(), rounding: random.generator.element(of: units) ?? .day)
      let now = random.now()
      func days(_ now: Instant) -> Set<Int> { math.span(at: now, in: zone).monthDays(in: zone) }
      let before = days(now)
      let next = try Self.plan(Self.property("anniversary", math), in: zone).nextBoundary(after: now)
      let last = (next ?? now.advanced(milliseconds: 40_000_000_000)).advanced(milliseconds: -1)
      for instant in Self.between(now, last, &random) {
        #expect(days(instant) == before, "\(math) in \(zone.name) from \(now) at \(instant)")
      }
      guard let next else { continue }
      #expect(next > now)
      // A year may have the same days as the one before.
      if math.rounding != .year {
        #expect(days(next) != before, "\(math) in \(zone.name) from \(now) at \(next)")
      }
    }
  }

  @Test(arguments: [TimeUnit.day, .week, .month]) func periodsChangeWithTheirUnit(unit: TimeUnit) throws {
    var random = try RandomMath(TestSeed().generator(63))
    for _ in 0..<Self.cases / 4 {
      let zone = random.zone()
      let now = random.now()
      let plan = try Self.plan(
        ["event": "e", "periods": ["unit": .string(unit.rawValue), "of": 3, "atLeast": 1]], in: zone)
      func starts(_ now: Instant) -> [Instant] {
        (0...3).map { DateMath(terms: [.init(-$0, unit)], rounding: unit).span(at: now, in: zone).first }
      }
      let next = try #require(plan.nextBoundary(after: now))
      #expect(next > now)
      for instant in Self.between(now, next.advanced(milliseconds: -1), &random) {
        #expect(starts(instant) == starts(now), "\(unit) in \(zone.name) at \(instant)")
      }
      #expect(starts(next) != starts(now))
    }
  }

  /// The last days of March come back to the same day of February, from its first hour on.
  @Test func aBoundThatStepsBackAtTheEndOfAMonthIsNotMissed() throws {
    let plan = try Self.plan(
      Self.property("before", DateMath(terms: [.init(-1, .month)], rounding: .hour)), in: .utc)
    let now = try #require(Instant("2025-03-28T23:30:00Z"))
    let next = try #require(plan.nextBoundary(after: now))
    #expect(next.description == "2025-03-29T00:00:00.000Z")
    #expect(plan.nextBoundary(after: next)?.description == "2025-03-29T01:00:00.000Z")
  }

  /// Ahead of the years, and with more terms than can be followed: never late, and soon answered.
  @Test(.timeLimit(.minutes(1))) func termsWithoutMeasureAreAnsweredToo() throws {
    let now = try #require(Instant("2026-11-24T12:00:00Z"))
    let held = DateMath(terms: [.init(1_000_000, .year), .init(-3, .month)], rounding: .day)
    let berlin = try #require(Zone("Europe/Berlin"))
    #expect(try Self.plan(Self.property("before", held), in: berlin).nextBoundary(after: now) == nil)
    let terms = (0..<150).flatMap { _ in [DateMath.Term(1, .month), DateMath.Term(-1, .month)] }
    let many = DateMath(terms: terms, rounding: .year)
    let next = try #require(try Self.plan(Self.property("before", many), in: berlin).nextBoundary(after: now))
    let newYear = try #require(Instant("2026-12-31T23:00:00Z"))
    #expect(next > now && next <= newYear)
  }
}
