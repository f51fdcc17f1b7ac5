import SegmentModel
import Testing

@testable import TestSupport

@Suite struct GeneratorTests {
  /// Small, so that a test is quick.
  private func world(_ seed: UInt64, subset: FilterSubset = .whole) throws -> RandomWorld {
    var options = RandomWorld.Options()
    options.contacts = 60
    options.companies = 12
    options.subset = subset
    return try RandomWorld(seed: seed, options: options)
  }

  private func filters(_ world: RandomWorld, _ count: Int, subset: FilterSubset = .whole) -> [String] {
    var random = RandomFilter(
      world: world.world, nows: world.nows, subset: subset, generator: SplitMix64(seed: world.seed, stream: 3))
    return (0..<count).map { _ in random.definition().text }
  }

  @Test func numbersAreThoseOfThePublishedGenerator() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func streamsOfOneSeedDiffer() {
    var (first, second) = (SplitMix64(seed: 5, stream: 1), SplitMix64(seed: 5, stream: 2))
    #expect(first.next() != second.next())
  }

  @Test func sameSeedGivesTheSameWorldAndFilters() throws {
    let seed = TestSeed().value
    let (first, second) = (try world(seed), try world(seed))
    #expect(first.world.contacts == second.world.contacts)
    #expect(first.world.companies == second.world.companies)
    #expect(first.world.events == second.world.events)
    #expect(first.world.links == second.world.links)
    #expect(first.world.lists == second.world.lists)
    #expect(first.nows == second.nows)
    #expect(first.world.segments.map(\.definition.text) == second.world.segments.map(\.definition.text))
    #expect(filters(first, 50) == filters(second, 50))
  }

  @Test func anotherSeedGivesAnotherWorld() throws {
    let seed = TestSeed().value
    let (first, second) = (try world(seed), try world(seed &+ 1))
    #expect(first.world.contacts != second.world.contacts)
    #expect(first.world.events != second.world.events)
    #expect(filters(first, 5) != filters(second, 5))
  }

  /// Written down, for two runs of one process could agree by accident. Who changes what is drawn writes it anew.
  @Test func seedMeansTheSameInEveryProcess() throws {
    let world = try world(42)
    #expect(world.world.zone == "UTC")
    #expect(
      world.nows.map(\.description) == [
        "2020-02-29T22:59:59.999Z", "2020-02-29T23:00:00.000Z", "2024-02-29T19:41:43.193Z",
      ])
    let drawn = filters(world, 50) + world.world.segments.map(\.definition.text)
    let digest = OracleSHA256.digest(Array(drawn.joined(separator: "\n").utf8))
    #expect(digest.prefix(4) == [202, 191, 113, 141])
  }

  @Test func everyNodeAndOperatorIsDrawnAndTells() throws {
    let seed = TestSeed().value
    var tally = FilterTally()
    for offset in 0..<4 as Range<UInt64> {
      let world = try world(seed &+ offset)
      let oracle = Oracle(world.world)
      let (companies, contacts) = (world.world.companies.count, world.world.contacts)
      var random = RandomFilter(
        world: world.world, nows: world.nows, generator: SplitMix64(seed: seed &+ offset, stream: 3))
      for _ in 0..<500 {
        let definition = random.definition()
        let members = try oracle.members(of: definition, now: random.now())
        let type = definition["contentType"]?.stringValue
        let people = contacts.count { type == "contact" || $0.state.rawValue == type }
        tally.record(definition, members: members.count, of: type == "company" ? companies : people)
      }
    }
    print(tally)
    #expect(tally.neverTelling(of: .whole) == [])
    #expect(tally.filters == 2000)
    #expect(tally.tellingFilters > 500)
  }

  @Test func subsetIsKeptTo() throws {
    let seed = TestSeed().value
    let world = try world(seed, subset: .firstVersion)
    var tally = FilterTally()
    for segment in world.world.segments { tally.record(segment.definition, members: 1, of: 2) }
    var random = RandomFilter(
      world: world.world, nows: world.nows, subset: .firstVersion, generator: SplitMix64(seed: seed))
    for _ in 0..<500 { tally.record(random.definition(), members: 1, of: 2) }
    let allowed = FilterSubset.firstVersion.parts.map(\.rawValue) + FilterSubset.firstVersion.operators.map(\.rawValue)
    #expect(Set(tally.rows.keys).subtracting(allowed) == [])
    #expect(Set(allowed).subtracting(tally.rows.keys) == [])
  }

  @Test func filtersStayFarFromTheLimits() throws {
    let world = try world(TestSeed().value)
    func depth(_ json: JSONValue) -> Int {
      let below = (json.arrayValue ?? []).map(depth) + (json.objectValue ?? []).map { depth($0.value) }
      return (below.max() ?? 0) + 1
    }
    for text in filters(world, 300) {
      let filter = try JSONReader.read(text)
      // Two levels of JSON a level of nodes at most.
      #expect(depth(filter) < 30)
      #expect(text.utf8.count < 100_000)
    }
  }

  @Test func dataHasEveryKindOfDirt() throws {
    let world = try RandomWorld(seed: TestSeed().value).world
    let values = world.contacts.flatMap { Array($0.properties.values) + Array($0.tracked.values) }
    let texts = values.compactMap(\.value).flatMap(\.elements).compactMap { scalar -> String? in
      if case .text(let text) = scalar { text } else { nil }
    }
    #expect(values.contains { $0.value == nil })
    #expect(texts.contains { $0.utf8.count > 5000 })
    #expect(texts.allSatisfy { !$0.isEmpty && $0.utf8.count <= Value.maximumTextBytes })
    #expect(texts.contains { $0.unicodeScalars.contains("\u{301}") })
    #expect(texts.contains { $0.unicodeScalars.contains("\u{130}") })
    #expect(texts.count { DatePool.invalid.contains($0) } > 5)
    let times = Dictionary(grouping: world.events) { "\($0.contact) \($0.time)" }
    #expect(times.values.contains { $0.count > 1 })
    let inOrder = zip(world.events, world.events.dropFirst()).allSatisfy { $0.time <= $1.time }
    #expect(!inOrder)
    #expect(Set(world.contacts.map(\.state)) == [.visitor, .lead, .customer])
  }

  @Test func mergesAreOfContactsThatAreThere() throws {
    var options = RandomWorld.Options()
    options.contacts = 40
    options.merges = 10
    let world = try RandomWorld(seed: TestSeed().value, options: options).world
    #expect(world.merges.count == 10)
    #expect(world.resolved.contacts.count == 30)
    #expect(world.resolved.events.count == world.events.count)
    #expect(Set(world.resolved.events.map(\.contact)).isSubset(of: Set(world.resolved.contacts.map(\.id))))
  }
}
