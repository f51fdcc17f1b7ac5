import FilterCompiler
import SegmentModel
import SegmentSync
import Synchronization

/// Profiles in memory, with a feed, for tests of the follower.
final class MemoryProfiles: ProfileSnapshots {
  struct Event {
    var name: String
    var time: Instant
    var attributes: [String: Value] = [:]
  }

  struct Entity {
    var publicID: String
    var state: ContactState = .visitor
    var properties: [String: Value] = [:]
    var tracked: [String: Value] = [:]
    var events: [Event] = []
    var identities: [MemberDescription.Identity] = []
  }

  struct World {
    var instance = "first"
    var contacts: [Int64: Entity] = [:]
    var companies: [Int64: Entity] = [:]
    var merged: [Int64: Int64] = [:]
    /// Of those that are gone.
    var formerIDs: [Int64: String] = [:]
    var feed: [ChangeFeedEntry] = []
    var lastPosition: Int64 = 0
    var lastID: Int64 = 0
    var zone = Zone.utc
    var declarations = PropertyDeclarations.basic
    var version: Int64 = 1
    var failsAtPublicIDs = false

    mutating func say(_ kind: ChangeFeedEntry.Kind, _ entity: Int64, name: String? = nil, item: Int64? = nil) {
      lastPosition += 1
      feed.append(.init(position: lastPosition, kind: kind, entity: entity, name: name, item: item))
    }
  }

  private let world = Mutex(World())

  func change<T: Sendable>(_ body: (inout World) -> sending T) -> T {
    world.withLock { world in
      world.version += 1
      return body(&world)
    }
  }

  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    try body(MemorySnapshot(world: snapshot))
  }

  func dataVersion() -> Int64 { world.withLock { $0.version } }

  var snapshot: World { world.withLock { $0 } }

  /// The end of a step that does not reach its commit.
  struct CutOff: Error {}

  /// The last thing that a step asks for before it commits fails.
  func failAtPublicIDs(_ fails: Bool) { world.withLock { $0.failsAtPublicIDs = fails } }

  // MARK: What may happen

  @discardableResult
  func contact(
    _ state: ContactState = .visitor, _ properties: [String: Value] = [:], events: [Event] = []
  ) -> Int64 {
    change { world in
      world.lastID += 1
      let id = world.lastID
      world.contacts[id] = Entity(
        publicID: "con_\(id)", state: state, properties: properties, events: events,
        identities: [.init(type: "userId", value: "u\(id)")])
      world.say(.contactCreation, id)
      for name in properties.keys.sorted() { world.say(.contactProperty, id, name: name) }
      for event in events { world.say(.event, id, name: event.name) }
      return id
    }
  }

  @discardableResult
  func company(_ properties: [String: Value] = [:]) -> Int64 {
    change { world in
      world.lastID += 1
      let id = world.lastID
      world.companies[id] = Entity(publicID: "com_\(id)", properties: properties)
      world.say(.companyCreation, id)
      return id
    }
  }

  func set(_ id: Int64, _ name: String, _ value: Value?) {
    change { world in
      world.contacts[id]?.properties[name] = value
      world.say(.contactProperty, id, name: name)
    }
  }

  func setTracked(_ id: Int64, _ name: String, _ value: Value?) {
    change { world in
      world.contacts[id]?.tracked[name] = value
      world.say(.trackedProperty, id, name: name)
    }
  }

  func setCompany(_ id: Int64, _ name: String, _ value: Value?) {
    change { world in
      world.companies[id]?.properties[name] = value
      world.say(.companyProperty, id, name: name)
    }
  }

  func setState(_ id: Int64, _ state: ContactState) {
    change { world in
      world.contacts[id]?.state = state
      world.say(.contactProperty, id, name: "state")
    }
  }

  func track(_ id: Int64, _ name: String, at time: Instant, _ attributes: [String: Value] = [:]) {
    change { world in
      world.contacts[id]?.events.append(Event(name: name, time: time, attributes: attributes))
      world.say(.event, id, name: name)
    }
  }

  func merge(_ loser: Int64, into winner: Int64) {
    change { world in
      guard let gone = world.contacts.removeValue(forKey: loser), var kept = world.contacts[winner] else { return }
      kept.events += gone.events
      kept.properties.merge(gone.properties) { mine, _ in mine }
      kept.state = max(kept.state, gone.state)
      world.contacts[winner] = kept
      world.merged[loser] = winner
      world.formerIDs[loser] = gone.publicID
      world.say(.merge, loser, item: winner)
      for name in gone.properties.keys.sorted() { world.say(.contactProperty, winner, name: name) }
    }
  }

  func delete(_ id: Int64) {
    change { world in
      world.formerIDs[id] = world.contacts.removeValue(forKey: id)?.publicID
      world.say(.contactDeletion, id)
    }
  }

  func deleteCompany(_ id: Int64) {
    change { world in
      world.formerIDs[id] = world.companies.removeValue(forKey: id)?.publicID
      world.say(.companyDeletion, id)
    }
  }

  func declare(_ name: String, datetimeIn unit: DateUnit) {
    change { world in
      world.declarations.declare(PropertyKey(.contact, name), datetimeIn: unit)
      world.say(.declaration, 0, name: name)
    }
  }
}

/// One state of `MemoryProfiles`, evaluated node by node.
struct MemorySnapshot: ProfileSnapshot {
  var world: MemoryProfiles.World

  func instance() -> String { world.instance }
  func takeIn(_ entries: [ChangeFeedEntry], after position: Int64) {}

  func feedEnd() -> Int64 { world.lastPosition }
  func feedStart() -> Int64 { world.feed.first?.position ?? world.lastPosition + 1 }

  func feed(after position: Int64, limit: Int) -> [ChangeFeedEntry] {
    Array(world.feed.drop { $0.position <= position }.prefix(limit))
  }

  func contactsWithEvents(after: Instant, until: Instant) -> [Int64] {
    world.contacts.filter { $0.value.events.contains { after < $0.time && $0.time <= until } }.keys.sorted()
  }

  func nextEventTime(after: Instant) -> Instant? {
    world.contacts.values.flatMap(\.events).map(\.time).filter { $0 > after }.min()
  }

  func describe(_ ids: [Int64], isPeople: Bool, properties: [String]) -> [Int64: MemberDescription] {
    let all = isPeople ? world.contacts : world.companies
    return ids.reduce(into: [:]) { found, id in
      guard let entity = all[id] else { return }
      found[id] = MemberDescription(
        publicID: entity.publicID, identities: entity.identities,
        properties: properties.compactMap { name in entity.properties[name].map { NamedValue(name, $0) } })
    }
  }

  func publicIDs(of ids: [Int64], isPeople: Bool) throws -> [Int64: String] {
    if world.failsAtPublicIDs { throw MemoryProfiles.CutOff() }
    let all = isPeople ? world.contacts : world.companies
    return ids.reduce(into: [:]) { $0[$1] = all[$1]?.publicID ?? world.formerIDs[$1] }
  }

  func rowID(publicID: String, isPeople: Bool) -> Int64? {
    let all = isPeople ? world.contacts : world.companies
    if let found = all.first(where: { $0.value.publicID == publicID }) { return found.key }
    return world.formerIDs.first { $0.value == publicID }.flatMap { world.merged[$0.key] }
  }

  func companies(ofContacts contacts: [Int64], limit: Int) -> [(id: Int64, other: Int64)] { [] }
  func contacts(ofCompanies companies: [Int64], limit: Int) -> [(id: Int64, other: Int64)] { [] }
  func listNames() -> [String: String] { [:] }
  func declarations() -> PropertyDeclarations { world.declarations }
  func workspaceZone() -> Zone { world.zone }

  func count(of plan: LogicalPlan, at now: Instant) -> Int { members(of: plan, among: nil, at: now).count }

  func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) -> [Int64] {
    let all = plan.isPeople ? world.contacts : world.companies
    return (candidates ?? Array(all.keys)).sorted().filter { id in
      all[id].map { plan.root.holds(for: $0, plan.shared, at: now) } ?? false
    }
  }

  func loweredText(of plan: LogicalPlan, at now: Instant) -> String { plan.description }
}

extension PlanNode {
  /// Counts of events and values alone; what else there is only real backends know.
  fileprivate func holds(for entity: MemoryProfiles.Entity, _ shared: [SharedCondition], at now: Instant) -> Bool {
    switch self {
    case .all(let nodes): nodes.allSatisfy { $0.holds(for: entity, shared, at: now) }
    case .any(let nodes): nodes.contains { $0.holds(for: entity, shared, at: now) }
    case .not(let inner): !inner.holds(for: entity, shared, at: now)
    case .shared(let place): shared[place].node.holds(for: entity, shared, at: now)
    case .state(let state): entity.state == state
    case .property(let key, let test):
      test.holds(for: (key.space == .tracked ? entity.tracked : entity.properties)[key.name], at: now)
    case .picked(let picks):
      picks.contains { $0.contact == entity.publicID && $0.until.map { now < $0 } ?? true }
    case .event(let test):
      if case .count(let minimum, let maximum, let within) = test.question {
        {
          let (lower, upper) = within.instants(at: now)
          let count = entity.events.count { each in
            each.name == test.events.name.text && each.time <= now && lower.map { $0 <= each.time } ?? true
              && upper.map { each.time <= $0 } ?? true && test.events.where.holds(for: each, at: now)
          }
          return count >= minimum && maximum.map { count <= $0 } ?? true
        }()
      } else {
        preconditionFailure("not in memory: \(test)")
      }
    case .sequence, .list, .sample, .related: preconditionFailure("not in memory: \(text())")
    }
  }
}

extension AttributeTest {
  fileprivate func holds(for event: MemoryProfiles.Event, at now: Instant) -> Bool {
    switch self {
    case .all(let nodes): nodes.allSatisfy { $0.holds(for: event, at: now) }
    case .any(let nodes): nodes.contains { $0.holds(for: event, at: now) }
    case .not(let inner): !inner.holds(for: event, at: now)
    case .attribute(let name, let test): test.holds(for: event.attributes[name.text], at: now)
    }
  }
}

extension ValueTest {
  fileprivate func holds(for value: Value?, at now: Instant) -> Bool {
    guard let value else { return false }
    return value.elements.contains { holds(for: $0, at: now) }
  }

  private func holds(for scalar: Scalar, at now: Instant) -> Bool {
    switch self {
    case .isSet: return true
    case .text(.isOneOf(let texts)): return texts.contains(ExactText(scalar.textView.folded))
    case .text(.contains(let text)): return scalar.textView.folded.contains(text.text)
    case .text(.hasPrefix(let text)): return scalar.textView.folded.hasPrefix(text.text)
    case .text(.hasSuffix(let text)): return scalar.textView.folded.hasSuffix(text.text)
    case .number(.isOneOf(let numbers)): return scalar.numberView.map(numbers.contains) ?? false
    case .number(.range(let lower, let upper)):
      guard let number = scalar.numberView else { return false }
      return (lower.map { $0.isIncluded ? number >= $0.value : number > $0.value } ?? true)
        && (upper.map { $0.isIncluded ? number <= $0.value : number < $0.value } ?? true)
    case .date(let test):
      guard let date = scalar.dateView(in: test.zone, unit: test.unit), case .within(let range) = test.question
      else { return false }
      let (lower, upper) = range.instants(at: now)
      return (lower.map { $0 <= date } ?? true) && (upper.map { date <= $0 } ?? true)
    case .boolean(let boolean): return scalar.booleanView == boolean
    case .anyOf(let tests): return tests.contains { $0.holds(for: scalar, at: now) }
    }
  }
}
