import FilterCompiler
import SegmentIndex
import SegmentModel
import TestSupport

/// A small world around a moment, and filters whose bounds pass something of it then.
struct TimeAloneGround {
  let summary: String
  let moment: Instant
  /// How far from it bounds and values meet, at most, and times are.
  let reach: Int64
  let world: OracleWorld
  let index: ProfileIndex
  let oracle: Oracle
  let drawn: [(definition: JSONValue, plan: LogicalPlan)]
  var generator: SplitMix64

  init(_ random: RandomWorld, _ filters: inout [RandomFilter], count: Int, stream: UInt64) throws {
    var generator = SplitMix64(seed: random.seed, stream: stream)
    let moment = generator.element(of: random.nows) ?? Instant(milliseconds: 0)
    let reach: Int64 = generator.pick(2, 1000, 60_000, 3_600_000, 86_400_000, 3 * 86_400_000)
    let definitions = (0..<count).map { filters[$0 % 4 == 0 ? 1 : 0].definition() }
    var planted = PlantedDates(random.world, generator) { generator in
      moment.advanced(milliseconds: generator.whole(-reach...reach))
    }
    for definition in random.world.segments.map(\.definition) + definitions { planted.plant(for: definition) }
    let stored = try WorldInIndex(planted.world)
    summary = random.summary
    (self.moment, self.reach) = (moment, reach)
    world = planted.world.resolved
    index = stored.index
    oracle = Oracle(planted.world)
    drawn = try definitions.map { ($0, try stored.plan(of: $0)) }
    self.generator = generator
  }

  mutating func times() -> (start: Instant, end: Instant) {
    let start = moment.advanced(milliseconds: -generator.whole(0...reach * 2))
    let end = moment.advanced(milliseconds: generator.whole(0...reach * 2))
    return (start, max(end, start.advanced(milliseconds: 1)))
  }

  func everyone(_ plan: LogicalPlan, at now: Instant) throws -> Set<Int64> {
    Set(try IndexEvaluator(index).members(of: plan, among: nil, at: now))
  }

  /// Grounds of several worlds, one after the other.
  static func visit(
    _ seed: TestSeed, _ worlds: Int, each: Int, filters: Int, _ body: (inout TimeAloneGround) throws -> Void
  ) throws {
    var options = RandomWorld.Options()
    options.contacts = 36
    options.companies = 8
    options.segments = 6
    options.merges = 2
    options.subset = dates
    for world in 0..<worlds {
      let random = try RandomWorld(seed: seed.value &+ UInt64(world), options: options)
      // Most filters look at the clock.
      var generators = [dates, .whole].map { subset in
        var subset = subset
        subset.maximumDepth = 3
        return RandomFilter(
          world: random.world, nows: random.nows, subset: subset, generator: SplitMix64(seed: random.seed, stream: 99))
      }
      for stream in 0..<each {
        var ground = try TimeAloneGround(random, &generators, count: filters, stream: 100 + UInt64(stream))
        try body(&ground)
      }
    }
  }

  /// What looks at the clock, and what joins it.
  private static let dates = FilterSubset(
    parts: Set(FilterPart.allCases).subtracting([.sample, .list]),
    operators: [
      .between, .before, .after, .onOrBefore, .onOrAfter, .on, .dateRelativeLessThan, .dateRelativeGreaterThan,
      .willOccurBeforeNthMinute, .willOccurBeforeNthDay, .willOccurAfterNthMinute, .willOccurAfterNthDay, .inTheLast,
      .inTheNext, .anniversary,
    ], contentTypes: ["contact", "contact", "customer", "company"])
}
