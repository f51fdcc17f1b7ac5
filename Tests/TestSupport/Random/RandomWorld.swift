package import SegmentModel

/// A world of random contacts, companies and events, the same for the same seed and options.
///
/// Its dates lie mostly on the edges of the spans that `RandomFilter` asks for at `nows`. Contacts and companies have
/// the ids 1, 2, … in their order and events too, as a store gives them that starts empty.
package struct RandomWorld: Sendable {
  package struct Options: Sendable {
    package var contacts = 300
    package var companies = 40
    package var segments = 14
    package var merges = 0
    /// What the filters of the saved segments are made of.
    package var subset = FilterSubset.whole

    package init() {}
  }

  package let seed: UInt64
  package let nows: [Instant]
  package var world = OracleWorld()

  package init(seed: UInt64, options: Options = Options()) throws {
    self.seed = seed
    var generator = SplitMix64(seed: seed, stream: 1)
    nows = try RandomNow.three(using: &generator)
    world.zone = generator.element(of: DatePool.zones) ?? "UTC"
    declareDates()
    let pool = try ValuePool(edges: Set(nows.flatMap(DatePool.edges)).sorted())
    for id in 0..<options.companies { world.companies.append(company(Int64(id + 1), pool, using: &generator)) }
    for id in 0..<options.contacts { world.contacts.append(contact(Int64(id + 1), pool, using: &generator)) }
    addLinksAndLists(using: &generator)
    addEvents(pool, using: &generator)
    addMerges(options.merges, using: &generator)
    addSegments(options, using: &generator)
  }

  package var summary: String {
    """
    world of seed \(seed): \(world.contacts.count) contacts, \(world.companies.count) companies, \
    \(world.events.count) events, \(world.segments.count) segments, zone \(world.zone), \
    now \(nows.map(\.description).joined(separator: ", "))
    """
  }

  private mutating func declareDates() {
    for entry in WorldSchema.contacts { world.datesOfContacts[entry.name] = entry.unit }
    for entry in WorldSchema.companies { world.datesOfCompanies[entry.name] = entry.unit }
  }

  // MARK: Contacts and companies

  private func values(
    _ schema: [WorldSchema.Entry], _ pool: ValuePool, using generator: inout SplitMix64
  ) -> [ExactText: StoredValue] {
    var values: [ExactText: StoredValue] = [:]
    for entry in schema where generator.chance(entry.density) {
      // Now and then a value was removed: its time is kept, and it is not set.
      let value = generator.chance(0.04) ? nil : pool.value(entry.flavor, unit: entry.unit, using: &generator)
      let time = Instant(milliseconds: nows[0].milliseconds - generator.whole(0...1_000_000_000))
      values[ExactText(entry.name)] = StoredValue(value, time: time, isTrusted: generator.chance(0.5))
    }
    return values
  }

  private func contact(_ id: Int64, _ pool: ValuePool, using generator: inout SplitMix64) -> ContactRecord {
    func instant(using generator: inout SplitMix64) -> Instant {
      Instant(milliseconds: pool.instant(using: &generator))
    }
    return ContactRecord(
      id: id, publicID: "con_\(id)x\(generator.below(100_000))", state: generator.pick(.visitor, .lead, .customer),
      createdAt: instant(using: &generator),
      modifiedAt: generator.chance(0.9) ? instant(using: &generator) : nil,
      lastSeenAt: generator.chance(0.8) ? instant(using: &generator) : nil, sessionCount: generator.below(6),
      properties: values(WorldSchema.contacts, pool, using: &generator),
      tracked: values(WorldSchema.tracked, pool, using: &generator))
  }

  private func company(_ id: Int64, _ pool: ValuePool, using generator: inout SplitMix64) -> CompanyRecord {
    CompanyRecord(
      id: id, publicID: "com_\(id)x\(generator.below(100_000))",
      createdAt: Instant(milliseconds: pool.instant(using: &generator)),
      modifiedAt: generator.chance(0.8) ? Instant(milliseconds: pool.instant(using: &generator)) : nil,
      properties: values(WorldSchema.companies, pool, using: &generator), groupIDs: ["group-\(id)"])
  }

  private mutating func addLinksAndLists(using generator: inout SplitMix64) {
    for contact in world.contacts {
      // The last quarter of the companies stays without people.
      let companies = Set(
        (0..<generator.below(4)).map { _ in Int64(generator.below(world.companies.count * 3 / 4) + 1) })
      guard !world.companies.isEmpty else { break }
      world.links += companies.sorted().map { OracleWorld.Link(contact: contact.id, company: $0) }
    }
    for (name, share) in [("lst_none", 0.0), ("lst_some", 0.3), ("lst_most", 0.7)] {
      world.lists[name] = Set(world.contacts.map(\.id).filter { _ in generator.chance(share) })
    }
  }

  private mutating func addMerges(_ count: Int, using generator: inout SplitMix64) {
    var left = world.contacts.map(\.id)
    for _ in 0..<min(count, left.count - 1) {
      let loser = left.remove(at: generator.below(left.count))
      world.merges.append(OracleWorld.Merge(loser: loser, into: generator.element(of: left) ?? loser))
    }
  }

  // MARK: Events

  private mutating func addEvents(_ pool: ValuePool, using generator: inout SplitMix64) {
    var events: [EventRecord] = []
    for contact in world.contacts {
      let times = generator.chance(0.15) ? [] : times(pool, using: &generator)
      for time in times {
        events.append(
          EventRecord(
            contact: contact.id, name: generator.element(of: WorldSchema.events) ?? "",
            time: Instant(milliseconds: time),
            receivedAt: nows[0], attributes: attributes(pool, using: &generator)))
      }
    }
    // They arrive in any order, so that many are late.
    for index in events.indices.dropFirst().reversed() { events.swapAt(index, generator.below(index + 1)) }
    for index in events.indices { events[index].id = Int64(index + 1) }
    world.events = events
  }

  /// Edges, bursts within a few milliseconds or none at all, some anywhere, the future too.
  private func times(_ pool: ValuePool, using generator: inout SplitMix64) -> [Int64] {
    var times: [Int64] = []
    for _ in 0...generator.below(14) {
      let time = pool.instant(using: &generator)
      let isBurst = generator.chance(0.12)
      times += (0..<(isBurst ? generator.below(6) + 2 : 1)).map { _ in time + (isBurst ? generator.whole(0...2) : 0) }
    }
    if generator.chance(0.3) { times.append(nows[0].milliseconds + generator.whole(-2...2)) }
    return times
  }

  private func attributes(_ pool: ValuePool, using generator: inout SplitMix64) -> [NamedValue] {
    WorldSchema.attributes.compactMap { entry in
      generator.chance(entry.density)
        ? NamedValue(entry.name, pool.value(entry.flavor, using: &generator)) : nil
    }
  }

  // MARK: Segments

  /// Each refers to earlier ones only.
  private mutating func addSegments(_ options: Options, using generator: inout SplitMix64) {
    var filters = RandomFilter(
      world: world, nows: nows, subset: options.subset, generator: SplitMix64(seed: seed, stream: 2))
    for index in 0..<options.segments {
      let id = "seg_\(index + 1)"
      var definition = filters.definition()
      if case .object(var members) = definition {
        members[0] = JSONMember("name", .string("Saved \(index + 1)"))
        definition = .object(members)
      }
      world.segments.append(OracleWorld.SavedSegment(id: id, definition: definition))
      filters.mayReferTo(world.segments[index])
    }
  }
}
