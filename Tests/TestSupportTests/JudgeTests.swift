import SegmentModel
import TestSupport
import Testing

/// The judge finds backends that are wrong, and shows the mistake small.
@Suite struct JudgeTests {
  private func world(_ seed: TestSeed) throws -> RandomWorld {
    var options = RandomWorld.Options()
    options.contacts = 80
    options.companies = 10
    return try RandomWorld(seed: seed.value, options: options)
  }

  /// A definition with one kind of member changed wherever it stands.
  private func changing(_ json: JSONValue, _ change: (JSONMember) -> JSONMember) -> JSONValue {
    switch json {
    case .array(let elements): .array(elements.map { changing($0, change) })
    case .object(let members): .object(members.map { change(JSONMember($0.key, changing($0.value, change))) })
    default: json
    }
  }

  @Test func wrongOperatorIsFoundAndShownAlone() throws {
    let world = try world(TestSeed())
    let oracle = Oracle(world.world)
    let verdict = try Judge(world, subset: .whole).run(filters: 1500, stoppingAfter: 1) { definition, now in
      let wrong = changing(definition) { $0.value == "greaterThan" ? JSONMember($0.key, "greaterOrEqual") : $0 }
      return try oracle.members(of: wrong, now: now)
    }
    let found = try #require(verdict.disagreements.first)
    #expect(found.shrunk.text.contains("greaterThan"))
    #expect(found.shrunk.text.utf8.count <= found.definition.text.utf8.count)
    #expect(found.description.contains("world of seed \(world.seed)"))
    #expect(found.description.contains("as of \(found.now)"))
    #expect(found.evidence.contains("missing [") && found.evidence.contains("surplus ["))
  }

  @Test func nodesAroundTheMistakeAreTakenAway() throws {
    var scene = Scene()
    scene.contact(2, ["a": .number(5)])
    var world = try world(TestSeed())
    world.world = scene.world
    let definition: JSONValue = [
      "name": "x", "contentType": "contact", "timeZone": "UTC",
      "filter": [
        "all": [
          ["any": [["not": ["property": "a", "operator": "isSet"]], ["property": "a", "operator": "isSet"]]],
          ["not": ["not": ["property": "a", "operator": "in", "value": [1, 2, 5, 7]]]],
        ]
      ],
    ]
    let shrunk = try Judge(world, subset: .whole).shrunk(definition, now: scene.now) { definition, now in
      let members = try Oracle(scene.world).members(of: definition, now: now)
      return definition.text.contains("\"in\"") ? [] : members
    }
    #expect(
      shrunk == [
        "name": "x", "contentType": "contact", "filter": ["property": "a", "operator": "in", "value": [5]],
      ])
  }

  @Test func backendThatFailsDisagrees() throws {
    struct Broken: Error {}
    let verdict = try Judge(try world(TestSeed()), subset: .whole).run(filters: 5) { _, _ in throw Broken() }
    #expect(verdict.disagreements.count == 3)
    #expect(verdict.description.contains("Broken"))
  }

  @Test func oracleAgreesWithItself() throws {
    let world = try world(TestSeed())
    let verdict = try Judge(world, subset: .firstVersion).run(filters: 20) {
      try Oracle(world.world).members(of: $0, now: $1)
    }
    #expect(verdict.disagreements.isEmpty)
    #expect(verdict.description.contains("20 filters"))
  }

  @Test func tallyTellsWhatWasDrawn() {
    var tally = FilterTally()
    let definition: JSONValue = ["filter": ["not": ["property": "a", "operator": "isSet"]]]
    tally.record(definition, members: 0, of: 10)
    tally.record(definition, members: 10, of: 10)
    tally.record(definition, members: 3, of: 10)
    #expect(tally.rows["isSet"].map { [$0.drawn, $0.telling] } == [3, 1])
    #expect(tally.rows["not"].map { [$0.drawn, $0.telling] } == [3, 1])
    #expect(tally.rows["all"] == nil)
    #expect(tally.description.contains("3 filters, 1 neither empty nor everyone"))
    #expect(tally.neverTelling(of: .firstVersion).contains("all"))
    #expect(!tally.neverTelling(of: .firstVersion).contains("not"))
    let twice = tally + tally
    #expect(twice.rows["isSet"].map { [$0.drawn, $0.telling] } == [6, 2])
    #expect([twice.filters, twice.tellingFilters] == [6, 2])
  }
}
