import FilterCompiler
import SegmentModel
import TestSupport
import Testing

/// Sentences and warnings of random filters; `STRATA_SEED` repeats a run.
@Suite struct RandomFilterTests {
  private static func random(_ seed: UInt64) throws -> (world: OracleWorld, filters: RandomFilter, now: Instant) {
    var options = RandomWorld.Options()
    options.contacts = 40
    options.companies = 8
    let random = try RandomWorld(seed: seed, options: options)
    let filters = RandomFilter(
      world: random.world, nows: random.nows, generator: SplitMix64(seed: random.seed, stream: 7))
    return (random.world, filters, try #require(random.nows.first))
  }

  @Test func everySentenceIsWellFormed() throws {
    var (world, filters, now) = try Self.random(TestSeed().value)
    var library: [String: SegmentDefinition] = [:]
    for saved in world.segments { library[saved.id] = try SegmentReader.read(saved.definition) }
    let words = SegmentWords(library: library, workspaceZone: try #require(Zone(world.zone)), now: now)
    for _ in 0..<1000 {
      let definition = try SegmentReader.read(filters.definition())
      let sentence = words.sentence(of: definition)
      #expect(sentence.first?.isUppercase == true, "\(sentence)")
      #expect(!sentence.hasSuffix(" "), "\(sentence)")
      let nodes = words.nodeSentences(of: definition)
      #expect(nodes.values.allSatisfy { !$0.isEmpty })
      #expect(
        nodes[JSONPointer.root.appending("filter")].map {
          sentence.contains($0) || $0 == "everyone" || $0 == "every company"
        } == true)
    }
  }

  /// What is said never to hold holds, in the oracle's eyes, for nobody.
  @Test func whatIsSaidNeverToHoldHoldsForNobody() throws {
    var (world, filters, now) = try Self.random(TestSeed().value)
    let facts = FactsOfWorld(world)
    let oracle = Oracle(world)
    let zone = try #require(Zone(world.zone))
    var checked = 0
    for _ in 0..<3000 {
      let json = filters.definition()
      let definition = try SegmentReader.read(json)
      guard definition.contentType.isPeople else { continue }
      let warnings = try FilterWarnings.all(of: definition, facts: facts, workspaceZone: zone, now: now)
      for warning in warnings where warning.code == .neverHolds {
        guard let node = Self.node(warning.pointer, in: json) else { continue }
        checked += 1
        for contact in oracle.world.contacts {
          let holds = try oracle.holds(node, contact: contact.id, now: now, zone: definition.timeZone?.name)
          #expect(!holds, "\(warning): \(node.text)")
        }
      }
    }
    print("\(checked) nodes that never hold")
    #expect(checked > 0)
  }

  /// The node that a warning is about: around a value or a time; for conditions that exclude each other, the `all`.
  private static func node(_ pointer: JSONPointer, in json: JSONValue) -> JSONValue? {
    var tokens = pointer.description.split(separator: "/").map(String.init)
    // Inside relations and attributes something else is asked than a contact.
    if tokens.contains(where: { ["company", "contacts", "where", "having", "aggregate"].contains($0) }) { return nil }
    if let last = tokens.last, Int(last) != nil {
      tokens.removeLast(2)
    } else {
      while let last = tokens.last, ["value", "within", "window", "from", "sample"].contains(last) {
        tokens.removeLast()
      }
    }
    return tokens.reduce(json as JSONValue?) { json, token in
      guard let elements = json?.arrayValue else { return json?[token] }
      return Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    }
  }
}

/// A catalog of a world.
private struct FactsOfWorld: CatalogFacts {
  private let world: OracleWorld

  init(_ world: OracleWorld) {
    self.world = world.resolved
  }

  private func values(_ key: PropertyKey) -> [Value] {
    let stored: [StoredValue?] =
      switch key.space {
      case .contact: world.contacts.map { $0.properties[ExactText(key.name)] }
      case .tracked: world.contacts.map { $0.tracked[ExactText(key.name)] }
      case .company: world.companies.map { $0.properties[ExactText(key.name)] }
      }
    return stored.compactMap { $0?.value }
  }

  func property(_ key: PropertyKey) -> PropertyFacts? {
    let values = values(key)
    if values.isEmpty { return nil }
    let unit = key.space == .contact ? world.datesOfContacts[key.name] : nil
    return PropertyFacts(holders: values.count, types: types(values), dateUnit: unit)
  }

  private func types(_ values: [Value]) -> SeenTypes {
    values.reduce(into: []) { types, value in
      switch value {
      case .scalar(.text): types.insert(.text)
      case .scalar(.number): types.insert(.number)
      case .scalar(.boolean): types.insert(.boolean)
      case .list: types.insert(.list)
      }
    }
  }

  func samples(of key: PropertyKey, limit: Int) -> [Value] { Array(values(key).prefix(limit)) }

  func hasEvent(named name: String) -> Bool { world.events.contains { $0.name == name } }

  func types(ofAttribute attribute: String, of event: String) -> SeenTypes? {
    let values = world.events.filter { $0.name == event }.flatMap(\.attributes).filter { $0.name == attribute }
    return values.isEmpty ? nil : types(values.compactMap(\.value))
  }
}
