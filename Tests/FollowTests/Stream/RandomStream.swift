import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// A stream of operations and what follows it, with the oracle as the judge.
struct RandomStream {
  private let bench: FollowBench
  private var generator: SplitMix64
  private var profiles: StreamProfiles
  private var segments: StreamSegments
  private var world: OracleWorld
  private(set) var replica = MemberReplica()
  private(set) var tally = FilterTally()
  private(set) var disagreements: [String] = []
  private(set) var operations = 0
  private var batches = 0
  private let name: String

  init(_ seed: TestSeed, isByIndex: Bool, segments count: Int) throws {
    var limits = FollowerLimits()
    (limits.entries, limits.touched, limits.changesPerSnapshot) = (150, 40, 60)
    // The clock stands while SQLite looks at everyone.
    limits.betweenFullEvaluations = 0
    var options = RandomWorld.Options()
    (options.contacts, options.companies, options.segments) = (60, 10, 0)
    let random = try RandomWorld(seed: seed.value, options: options)
    let start = random.nows[0]
    name = "seed \(seed.value) \(isByIndex ? "by index" : "in SQLite")"
    generator = seed.generator(isByIndex ? 31 : 32)
    bench = try FollowBench(at: start, isByIndex: isByIndex, limits: limits)
    try random.world.store(in: bench.profiles, at: start)
    profiles = try StreamProfiles(
      bench.profiles, users: random.world.contacts.map { "u\($0.id)" },
      groups: random.world.companies.flatMap(\.groupIDs), at: start)
    segments = StreamSegments(bench.service)
    let people = try segments.create(["contentType": "contact", "filter": StreamFilters.bought])
    let sized: JSONValue = ["property": "size", "operator": "isSet"]
    let companies = try segments.create(["contentType": "company", "filter": sized])
    let list = try bench.profiles.read { try $0.lists(limit: 10) }.last?.publicID ?? ""
    for definition in StreamFilters.definitions(list: list, people: people, companies: companies) {
      try segments.create(definition)
    }
    world = try OracleWorld(bench.profiles, segments: segments.saved)
    try segments.fill(to: count, in: world, at: start, using: &generator)
    try follow()
  }

  mutating func takeBatch() async throws {
    batches += 1
    for _ in 0..<(1 + generator.below(3)) {
      let count = 12 + generator.below(40)
      try await profiles.happen(count, at: bench.clock.now, using: &generator)
      operations += count
      if generator.chance(0.7) { try step() }
      if generator.chance(0.5) {
        try segments.change(in: world, at: bench.clock.now, using: &generator)
        operations += 1
      }
      // What came before is followed at once, or together with what comes after.
      if generator.chance(0.3) { try follow() }
    }
    if generator.chance(0.03) {
      profiles.note("restart")
      try bench.restart()
    }
    try follow()
    try judge()
  }

  /// A step of the clock: a moment, some hours, or to just before or at the next midnight.
  private mutating func step() throws {
    profiles.note("clock step")
    operations += 1
    let now = bench.clock.now.milliseconds
    let midnight = 86_400_000 - now % 86_400_000
    bench.clock.advance(
      milliseconds: generator.pick(
        1, 1000, generator.whole(1...60_000), generator.whole(1...7_200_000), generator.whole(1...30_000_000), midnight,
        midnight - 1, generator.chance(0.1) ? 3 * 86_400_000 : 500))
  }

  private mutating func follow() throws {
    var isMore = true
    while isMore {
      isMore = try bench.step().isMore
      try replica.take(from: bench.store, "batch \(batches) of \(name)", using: &generator)
    }
  }

  private mutating func judge() throws {
    world = try OracleWorld(bench.profiles, segments: segments.saved)
    let oracle = Oracle(world)
    let now = bench.clock.now
    for segment in segments.saved {
      let isCompany = segment.definition["contentType"] == "company"
      let state = segment.definition["contentType"]?.stringValue.flatMap(ContactState.init)
      let all = isCompany ? world.companies.count : world.contacts.count { state == nil || $0.state == state }
      let expected = try oracle.members(of: segment.definition, now: now)
      tally.record(segment.definition, members: expected.count, of: all)
      guard let found = replica.members(of: segment.id) else {
        disagreements.append("\(segment.id) is not ready: \(segment.definition.text)")
        continue
      }
      if found != expected { try disagree(segment, found, expected, isCompany: isCompany) }
    }
  }

  private mutating func disagree(
    _ segment: OracleWorld.SavedSegment, _ found: Set<Int64>, _ expected: Set<Int64>, isCompany: Bool
  ) throws {
    let one = found.symmetricDifference(expected).min() ?? 0
    let stored = try bench.service.segment(segment.id).segment
    let fresh = try bench.service.freshMembers(of: stored.definition, at: bench.clock.now)
    disagreements.append(
      """
      batch \(batches) of \(name), at \(bench.clock.now): \(segment.definition.text)
      missing \(expected.subtracting(found).sorted()), surplus \(found.subtracting(expected).sorted()), \
      SQLite \(Set(fresh) == expected ? "agrees with the oracle" : "agrees with \(Set(fresh) == found ? "the follower" : "neither")")
      \(isCompany ? Exhibit.company(one, in: world) : Exhibit.contact(one, in: world))
      """)
  }

  // MARK: What it was worth

  /// Segments that there are still and whose members changed.
  var changedSegments: Int { segments.saved.count { replica.changesBySegment[$0.id] != nil } }

  var summary: String {
    """
    \(name): \(operations) operations in \(batches) batches, \(replica.versions) versions, \(replica.changes) changes, \
    \(changedSegments) of \(segments.saved.count) segments changed, \(segments.edits) edits (\(segments.refusedEdits) \
    refused), \(replica.askedAgain) versions asked again
    \(profiles.done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    \(replica.changesByCause.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", "))
    \(world.contacts.count) contacts, \(world.companies.count) companies, \(world.events.count) events
    \(tally)
    """
  }
}
