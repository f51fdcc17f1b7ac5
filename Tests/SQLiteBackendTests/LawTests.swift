import FilterCompiler
import SegmentModel
import TestSupport
import Testing

/// What holds of any filter whatever it says, on random filters and data.
@Suite struct LawTests {
  private final class Ground {
    let random: RandomWorld
    let stored: WorldInSQLite
    private var filters: RandomFilter

    init(_ seed: TestSeed, stream: UInt64, subset: FilterSubset = .whole) throws {
      random = try RandomWorld(seed: seed.value &+ stream)
      stored = try WorldInSQLite(random.world)
      filters = RandomFilter(
        world: random.world, nows: random.nows, subset: subset, generator: seed.generator(stream))
    }

    func draw() -> (definition: JSONValue, now: Instant) { (filters.definition(), filters.now()) }

    /// A filter about contacts.
    func filter() -> JSONValue {
      while true {
        let definition = filters.definition()
        if definition["contentType"]?.stringValue != "company", let filter = definition["filter"] { return filter }
      }
    }

    func members(_ filter: JSONValue, _ type: String = "contact", at now: Instant? = nil) throws -> Set<Int64> {
      try stored.members(
        of: ["name": "S", "contentType": .string(type), "filter": filter], at: now ?? random.nows[0])
    }
  }

  /// Event conditions that merely count, taken out of random filters.
  private static func counts(_ json: JSONValue) -> [JSONValue] {
    var found = (json.arrayValue ?? []).flatMap(counts) + (json.objectValue ?? []).flatMap { counts($0.value) }
    if json["event"] != nil, !["aggregate", "occurrence", "periods"].contains(where: { json[$0] != nil }) {
      found.append(json)
    }
    return found
  }

  private static func leaves(_ json: JSONValue) -> [JSONValue] {
    let found = (json.arrayValue ?? []).flatMap(leaves) + (json.objectValue ?? []).flatMap { leaves($0.value) }
    return json["property"] != nil || json["tracked"] != nil ? found + [json] : found
  }

  @Test func deMorganAndDoubleNegation() throws {
    let ground = try Ground(TestSeed(), stream: 21)
    for _ in 0..<100 {
      let (a, b) = (ground.filter(), ground.filter())
      let negated = try ground.members(["not": ["all": [a, b]]])
      let pushed = try ground.members(["any": [["not": a], ["not": b]]])
      #expect(negated == pushed, "\(a.text) and \(b.text)")
      let plain = try ground.members(a)
      let twice = try ground.members(["not": ["not": a]])
      #expect(plain == twice, "\(a.text)")
    }
  }

  @Test func exactlyZeroIsNotAtLeastOne() throws {
    let ground = try Ground(TestSeed(), stream: 22)
    var conditions = 0
    while conditions < 100 {
      for condition in Self.counts(ground.filter()) where condition["sequence"] == nil {
        conditions += 1
        let none = try ground.members(condition.setting("count", ["exactly": 0]))
        let some = try ground.members(["not": condition.setting("count", ["atLeast": 1])])
        #expect(none == some, "\(condition.text)")
      }
    }
  }

  @Test func aParentIsAConjunction() throws {
    let ground = try Ground(TestSeed(), stream: 23)
    let parents = ground.random.world.segments.filter { $0.definition["contentType"]?.stringValue != "company" }
    for (place, parent) in parents.enumerated() {
      let type = parent.definition["contentType"]?.stringValue ?? "contact"
      let filter = ground.filter()
      let now = ground.random.nows[place % ground.random.nows.count]
      let child = try ground.stored.members(
        of: ["name": "S", "contentType": .string(type), "parent": .string(parent.id), "filter": filter], at: now)
      let both = try ground.members(["all": [["segment": .string(parent.id)], filter]], type, at: now)
      #expect(child == both, "\(parent.definition.text) with \(filter.text)")
    }
  }

  @Test func aWindowIsItsTwoHalves() throws {
    let seed = TestSeed()
    let ground = try Ground(seed, stream: 24)
    var generator = seed.generator(25)
    let times = ground.random.world.events.map(\.time).sorted()
    for _ in 0..<100 {
      let cuts = (0..<3).compactMap { _ in generator.element(of: times) }.sorted()
      guard let name = generator.element(of: ground.random.world.events)?.name else { continue }
      func did(_ from: Instant, _ to: Instant) -> JSONValue {
        ["event": .string(name), "within": ["from": .string(from.description), "to": .string(to.description)]]
      }
      let whole = try ground.members(did(cuts[0], cuts[2]))
      let halves = try ground.members([
        "any": [did(cuts[0], cuts[1]), did(cuts[1].advanced(milliseconds: 1), cuts[2])]
      ])
      #expect(whole == halves, "\(name) from \(cuts[0]) by \(cuts[1]) to \(cuts[2])")
    }
  }

  @Test func aNegativeOperatorIsNotItsPositive() throws {
    let ground = try Ground(TestSeed(), stream: 26)
    var seen: Set<Operator> = []
    let negatives = Operator.allCases.filter { $0.definition.complements != nil }
    for _ in 0..<2000 where seen.count < negatives.count {
      for leaf in Self.leaves(ground.filter()) {
        guard let name = leaf["operator"]?.stringValue, let negative = Operator(rawValue: name),
          let positive = negative.definition.complements
        else { continue }
        seen.insert(negative)
        let direct = try ground.members(leaf)
        let complement = try ground.members(["not": leaf.setting("operator", .string(positive.rawValue))])
        #expect(direct == complement, "\(leaf.text)")
      }
    }
    #expect(seen == Set(negatives))
  }

  /// By 400 years, after which the calendar and the days of the week repeat; in UTC, where no clock changes.
  @Test func clockAndDataShiftedTogetherGiveTheSame() throws {
    let seed = TestSeed()
    var subset = FilterSubset.whole
    subset.parts = [
      .all, .any, .not, .event, .sequence, .where, .count, .within, .window, .aggregate, .occurrence, .having, .periods,
    ]
    subset.operators = subset.operators.filter { ["equals", "contains", "isSet", "greaterThan"].contains($0.rawValue) }
    var options = RandomWorld.Options()
    options.subset = subset
    options.segments = 0
    let random = try RandomWorld(seed: seed.value, options: options)
    var world = random.world
    world.zone = "UTC"
    let years: Int64 = 146_097 * 86_400_000
    var shifted = world
    for index in shifted.events.indices {
      shifted.events[index].time = shifted.events[index].time.advanced(milliseconds: years)
      shifted.events[index].receivedAt = shifted.events[index].receivedAt.advanced(milliseconds: years)
    }
    let (before, after) = (try WorldInSQLite(world), try WorldInSQLite(shifted))
    var filters = RandomFilter(
      world: world, nows: random.nows, subset: subset, generator: seed.generator(27))
    for _ in 0..<200 {
      let definition = filters.definition()
      guard definition["contentType"]?.stringValue != "company" else { continue }
      let now = filters.now()
      let plain = try before.members(of: definition, at: now)
      let later = try after.members(
        of: definition.shiftingYears(by: 400), at: now.advanced(milliseconds: years))
      #expect(plain == later, "\(definition.text) at \(now)")
    }
  }
}

extension JSONValue {
  fileprivate func setting(_ key: String, _ value: JSONValue) -> JSONValue {
    .object((objectValue ?? []).filter { $0.key != key } + [JSONMember(key, value)])
  }

  /// Every text that begins with a year and a hyphen.
  fileprivate func shiftingYears(by years: Int) -> JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map { $0.shiftingYears(by: years) })
    case .object(let members):
      return .object(members.map { JSONMember($0.key, $0.value.shiftingYears(by: years)) })
    case .string(let text):
      // The last year there is stays later than everything.
      guard text.dropFirst(4).first == "-", let year = Int(text.prefix(4)), year < 9000 else { return self }
      let digits = String(year + years)
      return .string(String(repeating: "0", count: 4 - digits.count) + digits + text.dropFirst(4))
    default: return self
    }
  }
}
