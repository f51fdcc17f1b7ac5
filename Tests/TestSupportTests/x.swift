import SegmentModel
import Testing
import TestSupport

@Test func smoke() throws {
  let clock = ContinuousClock()
  let seed = TestSeed()
  var world: RandomWorld?
  print("world", try clock.measure { world = try RandomWorld(seed: seed.value) })
  guard let world else { return }
  print(world.summary)
  for s in world.world.segments { print(s.definition.text) }
  let judge = Judge(world, subset: .whole)
  let oracle = Oracle(world.world)
  var verdict: Verdict?
  print(try clock.measure { verdict = try judge.run(filters: 500) { try oracle.members(of: $0, now: $1) } })
  print(verdict as Any)
}
