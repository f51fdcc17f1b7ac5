import FilterCompiler
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// Random segments around clock changes, ends of months and leap days while only time passes, with the oracle as the
/// judge a millisecond before each instant and at it. `STRATA_SEED` repeats a run.
@Suite struct RandomClockTests {
  private static let worlds: UInt64 = TestSeed.isLong ? 60 : 5

  @Test func eachChangeIsToldAtItsInstantAndNoneIsMissed() throws {
    let seed = TestSeed()
    var (changes, judged) = (0, 0)
    for stream in 0..<Self.worlds {
      let walk = try RandomClock(seed, stream: stream)
      changes += try walk.wakeInTime(steps: TestSeed.isLong ? 150 : 60)
      judged += walk.segments.count
    }
    print("\(changes) changes of \(judged) segments")
    #expect(changes > Int(Self.worlds) * 3)
  }

  /// - Parameters:
  ///   - touched: how many one step looks at, and tells.
  ///   - isByIndex: else by SQLite, which does not tell of an entry and an exit between two looks.
  @Test(arguments: [(4096, true), (3, true), (3, false)])
  func whoWakesAtAnyTimeTellsTheInstants(touched: Int, isByIndex: Bool) throws {
    let seed = TestSeed()
    var changes = 0
    // Each pause is judged boundary by boundary, which takes long.
    let worlds: UInt64 = TestSeed.isLong ? 15 : 5
    for stream in 0..<worlds {
      let walk = try RandomClock(seed, stream: 1000 + stream, touched: touched, isByIndex: isByIndex)
      changes += try walk.wakeAtRandom(seed.generator(7 + stream), steps: TestSeed.isLong ? 60 : 20)
    }
    print("\(changes) changes")
    #expect(changes > Int(worlds) * 3)
  }
}

private struct RandomClock {
  let segments: [OracleWorld.SavedSegment]
  private let bench: FollowBench
  private let isByIndex: Bool
  private let oracle: Oracle

  init(_ seed: TestSeed, stream: UInt64, touched: Int = FollowerLimits().touched, isByIndex: Bool = true) throws {
    var limits = FollowerLimits()
    limits.touched = touched
    limits.boundaries = .max
    var options = RandomWorld.Options()
    (options.contacts, options.companies, options.segments) = (40, 8, 0)
    let random = try RandomWorld(seed: seed.value &+ stream, options: options)
    let start = random.nows[0].advanced(milliseconds: -2)
    bench = try FollowBench(at: start, isByIndex: isByIndex, limits: limits)
    self.isByIndex = isByIndex
    try random.world.store(in: bench.profiles, at: start)
    let world = try OracleWorld(bench.profiles, segments: [])
    var filters = RandomFilter(
      world: world, nows: random.nows, subset: Self.dates, generator: SplitMix64(seed: seed.value, stream: stream))
    oracle = Oracle(world)
    var saved: [OracleWorld.SavedSegment] = []
    for _ in 0..<400 where saved.count < 12 {
      let definition = filters.definition()
      guard try Self.moves(definition, oracle, from: start, bench.service) else { continue }
      saved.append(OracleWorld.SavedSegment(id: try bench.service.create(definition).id, definition: definition))
    }
    segments = saved
    try bench.follow()
  }

  /// Members come or go within a day, and not at every second.
  private static func moves(
    _ definition: JSONValue, _ oracle: Oracle, from start: Instant, _ service: SegmentService
  ) throws -> Bool {
    let plan = try service.compile(SegmentReader.read(definition)).plan
    let second = start.advanced(milliseconds: 2000)
    if let boundary = plan.nextBoundary(after: second), boundary <= second.advanced(milliseconds: 1000) { return false }
    let members = try oracle.members(of: definition, now: start)
    return try [10, 3_600_000, 90_000_000].contains { later in
      try oracle.members(of: definition, now: start.advanced(milliseconds: later)) != members
    }
  }

  /// What looks at the clock, and what joins it.
  private static let dates: FilterSubset = {
    var subset = FilterSubset(
      parts: Set(FilterPart.allCases).subtracting([.sample, .list, .segment, .parent]),
      operators: [
        .between, .before, .after, .onOrBefore, .onOrAfter, .on, .dateRelativeLessThan, .dateRelativeGreaterThan,
        .willOccurBeforeNthMinute, .willOccurBeforeNthDay, .willOccurAfterNthMinute, .willOccurAfterNthDay, .inTheLast,
        .inTheNext, .anniversary,
      ], contentTypes: ["contact", "contact", "customer", "company"])
    subset.maximumDepth = 3
    return subset
  }()

  /// At each instant that the follower asks for, and just before it.
  /// - Returns: how many changes there were.
  func wakeInTime(steps: Int) throws -> Int {
    var followed = try Followed(bench, segments)
    for _ in 0..<steps {
      guard let due = try bench.catchUp() else { break }
      bench.clock.set(max(due.advanced(milliseconds: -1), bench.clock.now))
      try bench.catchUp()
      #expect(try followed.takeIn(bench).isEmpty)
      try judge(followed)
      bench.clock.set(max(due, bench.clock.now))
      try bench.catchUp()
      let changed = try followed.takeIn(bench)
      #expect(changed.allSatisfy { $0.change.at == due && $0.change.cause == .time })
      if !changed.isEmpty { try judge(followed) }
    }
    return followed.count
  }

  /// Sleeps for a while, again and again, sometimes to be started anew.
  func wakeAtRandom(_ generator: SplitMix64, steps: Int) throws -> Int {
    var generator = generator
    var followed = try Followed(bench, segments)
    // SQLite looks once a second at what slides.
    let least: Int64 = isByIndex ? 1 : 1000
    for _ in 0..<steps {
      let before = bench.clock.now
      bench.clock.advance(
        milliseconds: generator.pick(
          generator.whole(least...least + 50), generator.whole(least...10_000), generator.whole(least...4_000_000),
          generator.whole(least...100_000_000)))
      if generator.chance(0.2) { try bench.restart() }
      // After the end of a process that had begun to catch up, a pair in between is not told.
      let ends = generator.chance(0.2)
      if ends {
        for _ in 0..<generator.whole(1...5) where try bench.step().isMore {}
        bench.clock.advance(milliseconds: generator.whole(least...1000))
        try bench.restart()
      }
      try bench.catchUp()
      let members = followed.members
      let news = try followed.takeIn(bench)
      for (segment, change) in news {
        let comment: Comment = "\(change) of \(segment.definition.text)"
        #expect(change.at > before && change.at <= bench.clock.now && change.cause == .time, comment)
        let isMember = change.kind == .entered
        func holds(at instant: Instant) throws -> Bool {
          try oracle.members(of: segment.definition, now: instant).contains(change.contact)
        }
        #expect(try holds(at: change.at) == isMember, comment)
        #expect(try holds(at: change.at.advanced(milliseconds: -1)) != isMember, comment)
      }
      // Nor is anything left out that passed meanwhile.
      for segment in segments where isByIndex && !ends {
        let pause = bench.clock.now.milliseconds - before.milliseconds
        let instant = before.advanced(milliseconds: generator.whole(0...pause))
        var then = members[segment.id] ?? []
        for news in news where news.change.at <= instant && news.segment.id == segment.id {
          let change = news.change
          if change.kind == .entered { then.insert(change.contact) } else { then.remove(change.contact) }
        }
        let expected = try oracle.members(of: segment.definition, now: instant)
        #expect(then == expected, "at \(instant) \(segment.definition.text)")
      }
      try judge(followed)
    }
    return followed.count
  }

  private func judge(_ followed: Followed) throws {
    for segment in segments {
      let expected = try oracle.members(of: segment.definition, now: bench.clock.now)
      #expect(followed.members[segment.id] == expected, "at \(bench.clock.now) \(segment.definition.text)")
    }
  }
}

extension FollowBench {
  /// Steps until all is done.
  /// - Returns: the next instant at which the follower asks to be woken.
  @discardableResult
  fileprivate func catchUp() throws -> Instant? {
    var next = try step()
    while next.isMore { next = try step() }
    return next.nextDue
  }
}

/// Members by the changes that were told.
private struct Followed {
  private let segments: [OracleWorld.SavedSegment]
  private var rows: [String: Int64] = [:]
  private var last: [String: Int64] = [:]
  private(set) var members: [String: Set<Int64>] = [:]
  private(set) var count = 0

  init(_ bench: FollowBench, _ segments: [OracleWorld.SavedSegment]) throws {
    self.segments = segments
    for segment in segments {
      let stored = try bench.service.segment(segment.id).segment
      rows[segment.id] = stored.row
      last[segment.id] = stored.lastChange
      members[segment.id] = Set(try bench.service.allMembers(of: segment.id).members)
    }
  }

  /// - Returns: what is new, by segment in the order of the numbers.
  mutating func takeIn(
    _ bench: FollowBench
  ) throws -> [(segment: OracleWorld.SavedSegment, change: MembershipChange)] {
    let (rows, last) = (rows, last)
    let news = try bench.store.read { reading in
      try segments.flatMap { segment in
        try reading.changes(of: rows[segment.id] ?? 0, after: last[segment.id] ?? 0, limit: 1000)
          .map { (segment, $0) }
      }
    }
    for (segment, change) in news {
      #expect(change.change == (self.last[segment.id] ?? 0) + 1)
      self.last[segment.id] = change.change
      let isNews =
        change.kind == .entered
        ? members[segment.id]?.insert(change.contact).inserted == true
        : members[segment.id]?.remove(change.contact) != nil
      #expect(isNews, "\(change) of \(segment.definition.text)")
    }
    count += news.count
    return news
  }
}
