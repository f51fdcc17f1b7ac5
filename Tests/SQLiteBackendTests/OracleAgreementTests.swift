import FilterCompiler
import Foundation
import SQLiteBackend
import SegmentModel
import TestSupport
import Testing

/// The naive oracle judges SQLite on random filters over random worlds; `STRATA_SEED` repeats a run.
@Suite struct OracleAgreementTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test func sqliteAgreesWithTheOracleOnRandomFilters() throws {
    let seed = TestSeed()
    let worlds = Self.isLong ? 20 : 4
    var tally = FilterTally()
    for world in 0..<worlds {
      let random = try Self.world(seed.value &+ UInt64(world))
      let stored = try WorldInSQLite(random.world)
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

  @Test func rulesChangeNoAnswer() throws {
    let seed = TestSeed()
    let random = try Self.world(seed.value &+ 100)
    let stored = try WorldInSQLite(random.world)
    let plain = try WorldInSQLite(random.world, optimizer: .none)
    let verdict = try Judge(random, subset: .whole).run(filters: Self.isLong ? 10_000 : 2000, stream: 5) {
      definition, now in
      let members = try stored.members(of: definition, at: now)
      guard try plain.members(of: definition, at: now) == members else { throw RulesChangedTheAnswer() }
      return members
    }
    #expect(verdict.disagreements.isEmpty, "\(verdict)")
  }

  private struct RulesChangedTheAnswer: Error {}

  @Test func membersAmongCandidatesAreTheMembersThatAreCandidates() throws {
    let seed = TestSeed()
    let random = try Self.world(seed.value)
    let stored = try WorldInSQLite(random.world)
    var generator = seed.generator(9)
    for saved in random.world.segments {
      let plan = try stored.plan(of: saved.definition)
      let candidates = (0..<40).map { _ in Int64(generator.below(320)) }.sorted()
      let now = random.nows[0]
      try stored.backend.read { snapshot in
        let all = try snapshot.members(of: plan, among: nil, at: now)
        let count = try snapshot.count(of: plan, at: now)
        #expect(count == all.count)
        #expect(all == all.sorted())
        let some = try snapshot.members(of: plan, among: candidates, at: now)
        #expect(some == all.filter(Set(candidates).contains))
      }
    }
  }
}
