import FilterCompiler
import Foundation
import SegmentIndex
import SegmentModel
import TestSupport
import Testing

/// The naive oracle judges the index on random filters over random worlds; `STRATA_SEED` repeats a run.
@Suite struct OracleAgreementTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test func theIndexAgreesWithTheOracleOnRandomFilters() throws {
    let seed = TestSeed()
    let worlds = Self.isLong ? 20 : 4
    var tally = FilterTally()
    for world in 0..<worlds {
      let random = try Self.world(seed.value &+ UInt64(world))
      let stored = try WorldInIndex(random.world)
      let verdict = try Judge(random, subset: .whole).run(filters: 500) { definition, now in
        try stored.members(of: definition, at: now)
      }
      #expect(verdict.disagreements.isEmpty, "\(verdict)")
      tally = tally + verdict.tally
    }
    print(tally)
    #expect(tally.neverTelling(of: .whole) == [])
  }

  /// With merges among everything else.
  private static func world(_ seed: UInt64) throws -> RandomWorld {
    var options = RandomWorld.Options()
    options.merges = 12
    return try RandomWorld(seed: seed, options: options)
  }

  /// One by one and in larger groups: what is asked of a few goes another way than what is asked of everyone.
  @Test func membersAmongCandidatesAgreeWithTheOracle() throws {
    let seed = TestSeed()
    let random = try Self.world(seed.value &+ 50)
    let stored = try WorldInIndex(random.world)
    var generator = seed.generator(9)
    let verdict = try Judge(random, subset: .whole).run(filters: Self.isLong ? 5000 : 500, stream: 7) {
      definition, now in
      let plan = try stored.plan(of: definition)
      var rest = (0..<320).map(Int64.init)
      var members: Set<Int64> = []
      while !rest.isEmpty {
        let some = Array(rest.prefix(generator.pick(1, 3, 70, 200)))
        rest.removeFirst(some.count)
        members.formUnion(try IndexEvaluator(stored.index).members(of: plan, among: some, at: now))
      }
      return members
    }
    #expect(verdict.disagreements.isEmpty, "\(verdict)")
  }

  @Test func rulesChangeNoAnswer() throws {
    let seed = TestSeed()
    let random = try Self.world(seed.value &+ 100)
    let plain = try WorldInIndex(random.world, optimizer: .none)
    let verdict = try Judge(random, subset: .whole).run(filters: Self.isLong ? 5000 : 300, stream: 5) {
      try plain.members(of: $0, at: $1)
    }
    #expect(verdict.disagreements.isEmpty, "\(verdict)")
  }

  @Test func manyPlansInOneProgramAnswerAsEachAlone() throws {
    let seed = TestSeed()
    let random = try Self.world(seed.value)
    let stored = try WorldInIndex(random.world)
    let evaluator = IndexEvaluator(stored.index)
    let plans = try random.world.segments.map { try stored.plan(of: $0.definition) }
    for isPeople in [true, false] {
      let plans = plans.filter { $0.isPeople == isPeople }
      let program = IndexProgram(plans, isPeople: isPeople)
      for now in random.nows {
        let alone = try plans.map { try evaluator.members(of: $0, among: nil, at: now) }
        #expect(try evaluator.members(of: program, among: nil, at: now) == alone)
        #expect(try evaluator.counts(of: program, at: now) == alone.map(\.count))
        #expect(try evaluator.bitmaps(of: program, at: now) == alone.map { Bitmap($0) })
        let some = (0..<40).map { Int64($0 * 7) }
        #expect(
          try evaluator.members(of: program, among: some, at: now) == alone.map { $0.filter(Set(some).contains) })
      }
    }
  }
}
