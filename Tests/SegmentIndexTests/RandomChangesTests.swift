import FilterCompiler
import Foundation
import SegmentIndex
import SegmentModel
import TestSupport
import Testing

/// An index that follows changes answers as one that was built of what they lead to.
@Suite struct RandomChangesTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test func theIndexAgreesWithTheOracleAfterRandomChanges() throws {
    let seed = TestSeed()
    let random = try RandomWorld(seed: seed.value)
    let donor = try RandomWorld(seed: seed.value &+ 1).world
    let stored = try WorldInIndex(random.world)
    var changes = RandomChanges(random, donor: donor, index: stored.index, generator: seed.generator(11))
    for round in 0..<(Self.isLong ? 100 : 10) {
      for _ in 0..<500 { try changes.make() }
      let world = changes.random
      let compiler = try WorldCompiler.compiler(of: world.world)
      let verdict = try Judge(world, subset: .whole).run(filters: 60, stream: UInt64(20 + round)) { definition, now in
        let plan = try compiler.compile(try SegmentReader.read(definition)).plan
        return Set(try IndexEvaluator(stored.index).members(of: plan, among: nil, at: now))
      }
      #expect(verdict.disagreements.isEmpty, "round \(round): \(verdict)")
      #expect(stored.index.contactCount == world.world.contacts.count)
      #expect(stored.index.companyCount == world.world.companies.count)
      #expect(stored.index.eventCount == world.world.events.count)
      guard verdict.disagreements.isEmpty else { return }
    }
  }
}
