import FilterCompiler
import Foundation
import SegmentIndex
import SegmentModel
import TestSupport
import Testing

/// Whatever time alone changes is announced: the naive oracle, and the index asked about everyone, against following
/// boundaries and crossings. `STRATA_SEED` repeats a run.
@Suite struct TimeAloneTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test func whoIsAnnouncedIsWhoChanges() throws {
    let seed = TestSeed()
    var (changes, steps) = (0, 0)
    try TimeAloneGround.visit(seed, Self.isLong ? 40 : 4, each: Self.isLong ? 12 : 8, filters: 12) { ground in
      for (definition, plan) in ground.drawn {
        let (start, end) = ground.times()
        let comment = "\(ground.summary)\n\(definition.text)\nfrom \(start) until \(end)"
        var follower = try TimeAlone(plan, in: ground.index, ground.world, from: start, until: end)
        var judged = 3
        func judge(_ now: Instant, isJudged: Bool) throws {
          let everyone = try follower.everyone(at: now)
          #expect(follower.members == everyone, "at \(now) of \(comment)")
          guard isJudged else { return }
          let expected = try ground.oracle.members(of: definition, now: now)
          #expect(follower.members == expected, "oracle at \(now) of \(comment)")
        }
        for _ in 0..<20 {
          let last = follower.next?.advanced(milliseconds: -1) ?? end
          // Somewhere before anything is announced, and just before it is.
          if last > follower.now {
            let offset = ground.generator.whole(0...last.milliseconds - follower.now.milliseconds)
            try judge(follower.now.advanced(milliseconds: offset), isJudged: false)
            try judge(last, isJudged: judged > 0)
          }
          guard let next = follower.next else { break }
          let before = follower.members
          try follower.step(to: next)
          steps += 1
          changes += before.symmetricDifference(follower.members).count
          if before != follower.members { judged -= 1 }
          try judge(next, isJudged: before != follower.members && judged >= 0)
        }
      }
    }
    print("\(changes) changes in \(steps) steps")
    #expect(changes > 150)
  }

  /// Between any two times.
  @Test func whoChangesHasABoundaryOrACrossing() throws {
    let seed = TestSeed()
    var (changes, silent) = (0, 0)
    try TimeAloneGround.visit(seed, Self.isLong ? 40 : 2, each: Self.isLong ? 12 : 8, filters: 20) { ground in
      let evaluator = IndexEvaluator(ground.index)
      for (definition, plan) in ground.drawn {
        let (start, end) = ground.times()
        let changed = try ground.everyone(plan, at: start).symmetricDifference(ground.everyone(plan, at: end))
        changes += changed.count
        if let boundary = plan.nextBoundary(after: start), boundary <= end { continue }
        var announced: Set<Int64> = []
        func announce(_ id: Int64, isPerson: Bool) {
          announced.insert(id)
          guard isPerson != plan.isPeople else { return }
          announced.formUnion(
            ground.world.links.filter { (isPerson ? $0.contact : $0.company) == id }
              .map { isPerson ? $0.company : $0.contact })
        }
        for event in ground.world.events where event.time > start && event.time <= end {
          announce(event.contact, isPerson: true)
        }
        for condition in plan.slidingConditions {
          let found = evaluator.crossings(
            of: condition, among: nil, after: start, until: end, limit: TimeAlone.everyone)
          for crossing in found.list { announce(crossing.id, isPerson: condition.isAboutPeople) }
        }
        #expect(changed.isSubset(of: announced), "\(definition.text) from \(start) until \(end)")
        silent += changed.count
      }
    }
    print("\(changes) changes, \(silent) without a boundary")
    #expect(silent > 40)
  }

  @Test func askedAloneOrTogetherTheAnswerIsTheSame() throws {
    let seed = TestSeed()
    var crossings = 0
    let rows = (-1...60).map(Int64.init)
    try TimeAloneGround.visit(seed, Self.isLong ? 20 : 1, each: Self.isLong ? 12 : 8, filters: 12) { ground in
      let evaluator = IndexEvaluator(ground.index)
      for (definition, plan) in ground.drawn {
        let (start, end) = ground.times()
        for condition in plan.slidingConditions {
          func found(_ candidates: [Int64]?, limit: Int = TimeAlone.everyone) -> Crossings {
            evaluator.crossings(of: condition, among: candidates, after: start, until: end, limit: limit)
          }
          let all = found(nil)
          crossings += all.list.count
          #expect(all.isComplete && all.completeUntil == end)
          #expect(all.list.allSatisfy { $0.instant > start && $0.instant <= end })
          #expect(found(rows) == all, "\(definition.text) from \(start) until \(end)")
          #expect(
            rows.flatMap { found([$0]).list }.sorted { ($0.instant, $0.id) < ($1.instant, $1.id) } == all.list)
          let some = rows.filter { _ in ground.generator.chance(0.3) }
          #expect(found(some).list == all.list.filter { some.contains($0.id) })
          let limit = ground.generator.below(5)
          Self.check(found(nil, limit: limit), of: all, limit: limit)
        }
      }
    }
    print("\(crossings) crossings")
    #expect(crossings > 100)
  }

  /// As many whole instants as there is room for.
  private static func check(_ part: Crossings, of all: Crossings, limit: Int) {
    #expect(part.isComplete == (all.list.count <= limit))
    #expect(part.earliest == all.earliest)
    #expect(part.list == all.list.filter { $0.instant <= part.completeUntil })
    if part.isComplete {
      #expect(part == all)
    } else {
      #expect(all.list[limit].instant == part.completeUntil.advanced(milliseconds: 1))
    }
  }
}
