import FilterCompiler
import SegmentModel
import TestSupport
import Testing

/// The largest filters that the language allows run, and give what the oracle gives.
@Suite struct LimitTests {
  /// A world of some contacts, and segments to refer to.
  private static func world(_ segments: [OracleWorld.SavedSegment]) throws -> OracleWorld {
    var world = OracleWorld()
    let start = Instant(milliseconds: 1_700_000_000_000)
    for id in 1...20 {
      let properties: [ExactText: StoredValue] = [
        "a": StoredValue(.text("x\(id)"), time: start, isTrusted: true),
        "n": StoredValue(.number(Double(id)), time: start, isTrusted: true),
      ]
      world.contacts.append(
        ContactRecord(id: Int64(id), publicID: "con_\(id)", state: .customer, createdAt: start, properties: properties))
      world.events.append(
        EventRecord(
          id: Int64(id), contact: Int64(id), name: "e", time: start, receivedAt: start,
          attributes: [NamedValue("b", .number(Double(id % 3)))]))
    }
    world.segments = segments
    return world
  }

  private static let now = Instant(milliseconds: 1_800_000_000_000)

  private func agrees(_ filter: JSONValue, _ segments: [OracleWorld.SavedSegment] = []) throws -> Set<Int64> {
    let world = try Self.world(segments)
    let definition: JSONValue = ["name": "S", "contentType": "contact", "filter": filter]
    let expected = try Oracle(world).members(of: definition, now: Self.now)
    for optimizer in [PlanOptimizer.standard, .none] {
      let found = try WorldInSQLite(world, optimizer: optimizer).members(of: definition, at: Self.now)
      #expect(found == expected)
    }
    return expected
  }

  private static func leaf(_ value: Int) -> JSONValue {
    ["property": "a", "operator": "equals", "value": .string("x\(value)")]
  }

  private static let eventLeaf: JSONValue = [
    "event": "e", "where": ["attribute": "b", "operator": "equals", "value": 1],
  ]

  @Test func aFilterOf500NodesInOneGroupRuns() throws {
    let found = try agrees(["any": .array((1..<500).map { Self.leaf($0 * 4) })])
    #expect(found == [4, 8, 12, 16, 20])
    // Conditions that no rule makes one.
    let numbers = (1..<500).map { n -> JSONValue in
      ["property": "n", "operator": "greaterThan", "value": .number(Double(n) / 100)]
    }
    let above = try agrees(["all": .array(numbers)])
    #expect(above == Set(5...20))
  }

  @Test func a500NodeFilterOf16LevelsRuns() throws {
    var filter = Self.eventLeaf
    for level in 0..<14 {
      let leaves = (0..<33).map { Self.leaf(level * 33 + $0 + 1) }
      filter = level.isMultiple(of: 2) ? ["any": .array(leaves + [filter])] : ["all": [["not": leaves[0]], filter]]
    }
    let found = try agrees(filter)
    #expect(!found.isEmpty)
  }

  @Test func nestedAttributesOf14LevelsRun() throws {
    var attributes: JSONValue = ["attribute": "b", "operator": "equals", "value": 1]
    for level in 0..<12 {
      let other: JSONValue = ["attribute": "b", "operator": "equals", "value": .number(Double(level))]
      attributes = level.isMultiple(of: 2) ? ["any": [other, attributes]] : ["all": [["not": other], attributes]]
    }
    let some = try agrees(["event": "e", "where": attributes])
    #expect(!some.isEmpty)
    let none = try agrees(["not": ["sequence": [["event": "e", "where": attributes], ["event": "e"]]]])
    #expect(none.count == 20)
  }

  /// Each of 32 segments refers to the next from 13 levels down: over 400 levels of "and", "or" and "not" in all.
  @Test func aChainOf32ReferencesRuns() throws {
    var segments: [OracleWorld.SavedSegment] = []
    for number in (1...32).reversed() {
      var filter: JSONValue = number == 32 ? Self.eventLeaf : ["segment": .string("seg_\(number + 1)")]
      for level in 0..<6 {
        filter = ["not": ["any": [Self.leaf(number * 7 + level), filter]]]
        if level == 5 { filter = ["all": [["property": "n", "operator": "isSet"], filter]] }
      }
      segments.append(
        .init(
          id: "seg_\(number)", definition: ["name": .string("\(number)"), "contentType": "contact", "filter": filter]))
    }
    let found = try agrees(["segment": "seg_1"], segments)
    #expect(!found.isEmpty && found.count < 20)
  }

  @Test func anExpansionOfNearly5000NodesRuns() throws {
    let inner: JSONValue = [
      "any": .array(
        (1..<160).map { n -> JSONValue in
          ["all": [["property": "n", "operator": "greaterThan", "value": .number(Double(n))], Self.leaf(n * 2)]]
        })
    ]
    let segments = (0..<10).map { place -> OracleWorld.SavedSegment in
      let filter: JSONValue = ["all": [["not": Self.leaf(place + 1)], ["not": inner]]]
      return .init(
        id: "seg_\(place)", definition: ["name": .string("\(place)"), "contentType": "contact", "filter": filter])
    }
    let references = segments.map { segment -> JSONValue in ["segment": .string(segment.id)] }
    let found = try agrees(["all": .array(references)], segments)
    #expect(found == Set(stride(from: 11, through: 19, by: 2)))
  }

  /// Deep and wide at once: nothing of a `where` can be settled by itself.
  @Test func aWideWhereUnder13LevelsRuns() throws {
    func leaf(_ value: Int) -> JSONValue {
      ["attribute": "b", "operator": "equals", "value": .number(Double(value))]
    }
    var attributes: JSONValue = ["any": .array((1...400).map(leaf))]
    for level in 0..<12 {
      attributes =
        level.isMultiple(of: 2) ? ["all": [attributes, ["not": leaf(900)]]] : ["any": [leaf(901), attributes]]
    }
    let some = try agrees(["event": "e", "where": attributes])
    #expect(!some.isEmpty)
    _ = try agrees(["sequence": [["event": "e", "where": attributes], ["not": ["event": "f"]]], "within": "1d"])
  }

  @Test func tenThousandExceptionsRun() throws {
    let many = (1...10_000).map { n -> JSONValue in ["contact": .string("con_\(n * 3)")] }
    let world = try Self.world([])
    let definition: JSONValue = [
      "name": "S", "contentType": "contact", "filter": ["all": []], "exclude": .array(many), "include": .array(many),
    ]
    let found = try WorldInSQLite(world).members(of: definition, at: Self.now)
    #expect(found == Set((1...20).filter { !$0.isMultiple(of: 3) }))
  }

  @Test func aListOf10000BooleansRuns() throws {
    let list = JSONValue.array(Array(repeating: true, count: 9_999) + [false])
    let leaves = (0..<5).map { n -> JSONValue in ["property": .string("p\(n)"), "operator": "in", "value": list] }
    let found = try agrees(["any": .array(leaves)])
    #expect(found == [])
  }

  @Test func listsOf10000ValuesRun() throws {
    let texts = (1...10_000).map { n -> JSONValue in .string("x\(n * 2)") }
    let numbers = (1...10_000).map { n -> JSONValue in .number(Double(n) * 3) }
    let found = try agrees([
      "all": [
        ["property": "a", "operator": "in", "value": .array(texts)],
        ["property": "n", "operator": "notIn", "value": .array(numbers)],
      ]
    ])
    #expect(found == [2, 4, 8, 10, 14, 16, 20])
  }
}
