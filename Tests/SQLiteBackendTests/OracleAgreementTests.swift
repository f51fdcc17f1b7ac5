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
      var options = RandomWorld.Options()
      options.subset = .firstVersion
      let random = try RandomWorld(seed: seed.value &+ UInt64(world), options: options)
      let stored = try WorldInSQLite(random.world)
      let verdict = try Judge(random, subset: .firstVersion).run(filters: 500) { definition, now in
        try stored.members(of: definition, at: now)
      }
      #expect(verdict.disagreements.isEmpty, "\(verdict)")
      tally = tally + verdict.tally
    }
    print(tally)
    #expect(tally.neverTelling(of: .firstVersion) == [])
  }

  @Test func membersAmongCandidatesAreTheMembersThatAreCandidates() throws {
    let seed = TestSeed()
    let random = try RandomWorld(
      seed: seed.value,
      options: {
        var o = RandomWorld.Options()
        o.subset = .firstVersion
        return o
      }())
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
