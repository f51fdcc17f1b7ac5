import EventIngest
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// Whatever the order in which it is told who is who, counts are in the end as if there had always been one contact a
/// person: those that the oracle finds of the plain union of what was said. Through the real ingest into the real stores,
/// followed on the way.
@Suite struct IdentityCountTests {
  private static let start = Instant(milliseconds: 1_795_521_600_000)

  private static let filters: [JSONValue] = [
    ["all": []],
    ["property": "plan", "operator": "equals", "value": "plan-0"],
    ["not": ["property": "plan", "operator": "equals", "value": "plan-1"]],
    ["property": "plan", "operator": "equals", "value": "old"],
    ["property": "plan", "operator": "equals", "value": "stolen"],
    ["event": "did"],
    ["event": "did", "count": ["atLeast": 7]],
    ["not": ["event": "did", "count": ["atLeast": 5]]],
    [
      "event": "did",
      "aggregate": ["function": "sum", "attribute": "price", "operator": "greaterThan", "value": 100],
    ],
    [
      "all": [
        ["property": "plan", "operator": "equals", "value": "plan-2"], ["event": "did", "count": ["atLeast": 4]],
      ]
    ],
  ]

  @Test(arguments: [true, false], 0..<UInt64(TestSeed.isLong ? 25 : 2))
  func countsAreThoseOfThePlainUnion(isByIndex: Bool, stream: UInt64) async throws {
    var generator = TestSeed("identity \(stream), \(isByIndex ? "by index" : "in SQLite")").generator(stream)
    let bench = try FollowBench(at: Self.start, isByIndex: isByIndex)
    let definitions = Self.filters.enumerated().map { number, filter -> JSONValue in
      ["name": .string("s\(number)"), "contentType": "customer", "filter": filter]
    }
    let segments = try definitions.map { try bench.service.create($0).id }
    let sources = try bench.profiles.write { transaction in
      try [("crm", Source.Kind.server), ("shop", .server), ("page", .browser)].map { name, kind in
        try transaction.createSource(name: name, kind: kind, now: Self.start).source
      }
    }.value
    let (servers, page) = (sources.prefix(2), try #require(sources.last))
    let story = IdentityStory(at: Self.start, using: &generator)
    let pipeline = IngestPipeline(log: bench.profiles)

    func check(_ when: String) throws {
      try bench.follow()
      let oracle = Oracle(story.world)
      for (id, definition) in zip(segments, definitions) {
        let expected = try oracle.members(of: definition, now: Self.start).count
        let count = try bench.service.count(of: id)
        #expect(count.count == Int64(expected), "\(when): \(definition.text)")
        #expect(count.total == Int64(story.world.contacts.count), "\(when)")
        let fresh = try bench.service.freshMembers(
          of: bench.service.segment(id).segment.definition, at: Self.start)
        #expect(fresh.count == expected, "\(when), afresh in SQLite: \(definition.text)")
      }
    }

    var rest = story.messages[...]
    while !rest.isEmpty {
      // What is sent again comes from where it came before: ids of messages are each source's own.
      let source = Self.source(of: rest.first, among: servers)
      let group = Array(
        rest.prefix { Self.source(of: $0, among: servers) == source }.prefix(Int.random(in: 1...30, using: &generator)))
      let outcome = try await pipeline.submit(Self.batch(group), source: source)
      #expect(outcome.rejected.isEmpty && outcome.accepted + outcome.duplicates == group.count)
      if generator.chance(0.5) { try bench.follow() }
      rest = rest.dropFirst(group.count)
    }
    try check("after all was said")

    for message in story.contradictions(using: &generator) {
      let outcome = try await pipeline.submit(Self.batch([message]), source: servers.last)
      #expect(outcome.accepted == 1 && outcome.warnings.count == 1)
    }
    try check("after sources disagreed and identifiers were too many")

    let attacks = story.attacks(60, using: &generator)
    for attack in attacks { _ = try await pipeline.submit(Self.batch([attack]), source: page) }
    try check("after attempts to be somebody else")
    if isByIndex {
      bench.saveIndex()
      try bench.restart()
      try check("after a start")
    }
  }

  private static func source(of message: IngestMessage?, among servers: ArraySlice<Source>) -> Source? {
    let isEven = message?.messageID?.utf8.count.isMultiple(of: 2) == true
    return isEven ? servers.first : servers.last
  }

  private static func batch(_ messages: [IngestMessage]) -> IngestBatch {
    let items = messages.enumerated().map {
      IngestItem(index: $0.offset, receivedAt: $0.element.receivedAt, body: [:], content: .success($0.element))
    }
    return IngestBatch(writeKey: nil, items: items, isSingle: false, memory: 100)
  }
}
