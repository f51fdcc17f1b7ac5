import FilterCompiler
import SQLiteBackend
import SegmentModel
import TestSupport
import Testing

/// Explanations of random members and others, each node of them judged by the oracle.
@Suite struct ExplainTests {
  private static let pairs = 1000

  private struct Case {
    var definition: JSONValue
    var now: Instant
    var id: Int64
    var explanation: Explanation
  }

  private final class Ground {
    let random: RandomWorld
    let stored: WorldInSQLite
    let oracle: Oracle
    private var filters: RandomFilter
    private var generator: SplitMix64

    init(_ seed: TestSeed, stream: UInt64, subset: FilterSubset = .whole) throws {
      random = try RandomWorld(seed: seed.value &+ stream)
      stored = try WorldInSQLite(random.world)
      oracle = Oracle(random.world)
      filters = RandomFilter(
        world: random.world, nows: random.nows, subset: subset, generator: seed.generator(stream))
      generator = seed.generator(stream + 1)
    }

    func draw() throws -> Case {
      let definition = filters.definition()
      let now = filters.now()
      let isCompany = definition["contentType"]?.stringValue == "company"
      let ids = isCompany ? random.world.companies.map(\.id) : random.world.contacts.map(\.id)
      let id = generator.element(of: ids) ?? 1
      let compiled = try stored.compiler.compile(try SegmentReader.read(definition))
      let explanation = try stored.backend.read { try Explainer($0, at: now).explain(compiled, of: id) }
      return Case(definition: definition, now: now, id: id, explanation: explanation)
    }

    func isMember(_ one: Case, at now: Instant) throws -> Bool {
      try oracle.members(of: one.definition, now: now).contains(one.id)
    }
  }

  @Test func everyNodeHoldsWhereTheOracleSaysSo() throws {
    let ground = try Ground(TestSeed(), stream: 31)
    for _ in 0..<Self.pairs {
      let one = try ground.draw()
      let isMember = try ground.isMember(one, at: one.now)
      #expect(one.explanation.isMember == isMember, "\(one.definition.text) of \(one.id) at \(one.now)")
      #expect(one.explanation.segment.holds == isMember, "\(one.definition.text) of \(one.id) at \(one.now)")
      let isCompany = one.definition["contentType"]?.stringValue == "company"
      try Judgement(ground: ground.oracle, world: ground.random.world, now: one.now)
        .check(one.explanation.segment, one.definition, of: one.id, isCompany: isCompany)
    }
  }

  /// Walks an explanation beside the definition that it is of.
  private struct Judgement {
    let ground: Oracle
    let world: OracleWorld
    let now: Instant

    func check(_ segment: SegmentExplanation, _ definition: JSONValue, of id: Int64, isCompany: Bool) throws {
      if case .segment(let parent) = segment.parent {
        try check(parent, try saved(definition["parent"]), of: id, isCompany: isCompany)
      }
      try check(segment.filter, in: definition, of: id, isCompany: isCompany)
    }

    private func saved(_ reference: JSONValue?) throws -> JSONValue {
      try #require(world.segments.first { $0.id == reference?.stringValue }).definition
    }

    private func check(_ node: NodeExplanation, in definition: JSONValue, of id: Int64, isCompany: Bool) throws {
      let json = try #require(definition.element(at: node.pointer), "\(node.pointer) of \(definition.text)")
      let zone = definition["timeZone"]?.stringValue
      let holds =
        try isCompany
        ? ground.holds(json, company: id, now: now, zone: zone) : ground.holds(json, contact: id, now: now, zone: zone)
      #expect(node.holds == holds, "\(json.text) of \(id) at \(now)")
      switch node.finding {
      case .group(_, let nodes): for node in nodes { try check(node, in: definition, of: id, isCompany: isCompany) }
      case .segment(let segment): try check(segment, try saved(json["segment"]), of: id, isCompany: isCompany)
      case .related(let finding):
        for other in finding.others {
          let other = (other, isCompany ? contact(other.publicID) : company(other.publicID))
          try check(other.0.node, in: definition, of: try #require(other.1), isCompany: !isCompany)
        }
      case .value, .events, .plain, .sample: break
      }
    }

    private func contact(_ publicID: String) -> Int64? { world.contacts.first { $0.publicID == publicID }?.id }
    private func company(_ publicID: String) -> Int64? { world.companies.first { $0.publicID == publicID }?.id }
  }

  @Test func nothingChangesBeforeTheNextChangeAndItDoesThen() throws {
    let seed = TestSeed()
    // What the clock moves: dates, windows and the like, in small filters.
    var subset = FilterSubset.whole
    subset.parts.subtract([.sample, .list, .tracked, .segment, .parent])
    subset.operators = subset.operators.intersection([
      .before, .onOrAfter, .on, .dateRelativeLessThan, .willOccurBeforeNthMinute, .willOccurAfterNthDay, .inTheLast,
      .inTheNext, .anniversary,
    ])
    subset.maximumDepth = 2
    let ground = try Ground(seed, stream: 33, subset: subset)
    var generator = seed.generator(35)
    var changes = 0
    var drawn = 0
    while changes < 20, drawn < 2000 {
      drawn += 1
      let one = try ground.draw()
      let isMember = one.explanation.isMember
      func expect(_ expected: Bool, at instant: Instant) throws {
        let found = try ground.isMember(one, at: instant)
        #expect(
          found == expected,
          "\(one.definition.text) of \(one.id) from \(one.now) at \(instant), said to be \(one.explanation.changes)")
      }
      let end: Instant
      switch one.explanation.changes {
      case .at(let instant):
        changes += 1
        #expect(instant > one.now)
        try expect(!isMember, at: instant)
        try expect(isMember, at: instant.advanced(milliseconds: -1))
        end = instant.advanced(milliseconds: -1)
      case .never: end = one.now.advanced(milliseconds: 400 * 86_400_000)
      case .notBefore(let instant): end = instant
      }
      for _ in 0..<3 where end > one.now {
        let between = generator.whole(one.now.milliseconds...end.milliseconds)
        try expect(isMember, at: Instant(milliseconds: between))
      }
    }
    #expect(changes == 20)
  }
}

extension JSONValue {
  fileprivate func element(at pointer: JSONPointer) -> JSONValue? {
    pointer.description.split(separator: "/").reduce(self as JSONValue?) { json, part in
      if let index = Int(part), let array = json?.arrayValue {
        return array.indices.contains(index) ? array[index] : nil
      }
      return json?[String(part)]
    }
  }
}
