import SegmentModel

@testable import EventIngest

/// Everything that a store holds, as a value: a transaction works on a copy.
struct MemoryProfiles: Sendable {
  var contacts: [Int64: ContactRecord] = [:]
  var owners: [Identifier: Int64] = [:]
  var companies: [Int64: CompanyRecord] = [:]
  var links: Set<[Int64]> = []
  var events: [EventRecord] = []
  var rejected: [RejectedMessage] = []
  var suppressed: Set<Identifier> = []
  /// Losers of merges by their row id.
  var mergedInto: [Int64: Int64] = [:]
  var position: Int64 = 0
  /// Bound of event names; small, so that tests can reach it.
  var maximumEventNames = 10_000
  var maximumPropertyNames = 10_000
  /// Event names at which the store breaks, as it would at a bug.
  var poison: Set<String> = []

  fileprivate(set) var taken: [String: Instant] = [:]
  fileprivate var eventNames: Set<String> = []
  fileprivate var propertyNames: Set<ExactText> = []
  fileprivate var lastID: Int64 = 0

  func contact(_ kind: Identifier.Kind, _ value: String) -> ContactRecord? {
    Identifier(kind, value).flatMap { owners[$0] }.flatMap { contacts[$0] }
  }

  func events(of contact: ContactRecord?) -> [String] {
    events.filter { $0.contact == contact?.id }.map(\.name)
  }
}

struct BrokenStore: Error, Equatable {
  var reason: String
}

/// One open transaction over a copy; as strict as a store with unique keys.
final class MemoryTransaction: ProfileTransaction {
  var profiles: MemoryProfiles
  private(set) var savepoints = 0
  private(set) var contactWrites = 0

  init(_ profiles: MemoryProfiles) {
    self.profiles = profiles
  }

  func contact(bearing identifier: Identifier) -> Int64? { profiles.owners[identifier] }

  func isSuppressed(_ identifier: Identifier) -> Bool { profiles.suppressed.contains(identifier) }

  func loadContact(_ id: Int64) -> ContactRecord? { profiles.contacts[id] }

  func insertContact(_ record: ContactRecord) throws -> ContactRecord {
    guard record.id == 0 else { throw BrokenStore(reason: "a new contact with an id") }
    var stored = record
    stored.id = newID()
    stored.publicID = "con_\(stored.id)"
    try put(stored)
    return stored
  }

  func updateContact(_ record: ContactRecord) throws {
    guard profiles.contacts[record.id] != nil else { throw BrokenStore(reason: "no contact \(record.id)") }
    try put(record)
  }

  private func put(_ record: ContactRecord) throws {
    contactWrites += 1
    let names = Set(record.properties.keys).union(record.tracked.keys)
    if profiles.propertyNames.union(names).count > profiles.maximumPropertyNames {
      throw ProfileLimitError.tooManyPropertyNames
    }
    if record.identifiers.count > Identifier.maximumPerContact { throw ProfileLimitError.tooManyIdentifiers }
    guard Set(record.identifiers).count == record.identifiers.count else {
      throw BrokenStore(reason: "an identifier twice on one contact")
    }
    for identifier in record.identifiers {
      let owner = profiles.owners[identifier]
      guard owner == nil || owner == record.id else {
        throw BrokenStore(reason: "\(identifier) is of \(owner ?? 0), not of \(record.id)")
      }
    }
    for identifier in profiles.contacts[record.id]?.identifiers ?? [] { profiles.owners[identifier] = nil }
    for identifier in record.identifiers { profiles.owners[identifier] = record.id }
    profiles.propertyNames.formUnion(names)
    profiles.contacts[record.id] = record
    profiles.position += 1
  }

  func mergeContact(_ loser: Int64, into winner: Int64) throws {
    guard let lost = profiles.contacts[loser], var kept = profiles.contacts[winner], loser != winner else {
      throw BrokenStore(reason: "cannot merge \(loser) into \(winner)")
    }
    for identifier in lost.identifiers { profiles.owners[identifier] = winner }
    kept.identifiers += lost.identifiers
    profiles.contacts[winner] = kept
    profiles.contacts[loser] = nil
    profiles.mergedInto[loser] = winner
    for index in profiles.events.indices where profiles.events[index].contact == loser {
      profiles.events[index].contact = winner
    }
    profiles.links = Set(profiles.links.map { $0[0] == loser ? [winner, $0[1]] : $0 })
    profiles.position += 1
  }

  func company(groupID: String) -> Int64? {
    profiles.companies.values.first { $0.groupIDs.contains(groupID) }?.id
  }

  func company(publicID: String) -> Int64? { profiles.companies.values.first { $0.publicID == publicID }?.id }

  func loadCompany(_ id: Int64) -> CompanyRecord? { profiles.companies[id] }

  func insertCompany(_ record: CompanyRecord) throws -> CompanyRecord {
    var stored = record
    stored.id = newID()
    stored.publicID = "com_\(stored.id)"
    profiles.companies[stored.id] = stored
    profiles.position += 1
    return stored
  }

  func updateCompany(_ record: CompanyRecord) throws {
    profiles.companies[record.id] = record
    profiles.position += 1
  }

  func link(contact: Int64, company: Int64) throws -> Bool {
    guard profiles.contacts[contact] != nil else { throw BrokenStore(reason: "a link of nobody") }
    profiles.position += 1
    return profiles.links.insert([contact, company]).inserted
  }

  func appendEvent(_ event: EventRecord) throws -> Int64 {
    guard profiles.contacts[event.contact] != nil else { throw BrokenStore(reason: "an event of nobody") }
    if profiles.poison.contains(event.name) { throw BrokenStore(reason: "poison") }
    if event.attributes.count > EventRecord.maximumAttributes { throw ProfileLimitError.tooManyAttributes }
    if profiles.eventNames.union([event.name]).count > profiles.maximumEventNames {
      throw ProfileLimitError.tooManyEventNames
    }
    profiles.eventNames.insert(event.name)
    var stored = event
    stored.id = newID()
    profiles.events.append(stored)
    profiles.position += 1
    return stored.id
  }

  func claim(messageID: String, source: Int64?, receivedAt: Instant, since oldest: Instant, contact: Int64?) -> Bool {
    let key = "\(source ?? 0) \(messageID)"
    if let taken = profiles.taken[key], taken >= oldest { return false }
    profiles.taken[key] = receivedAt
    return true
  }

  func setContact(_ contact: Int64, ofMessage messageID: String, source: Int64?) {}

  func reject(_ message: RejectedMessage) { profiles.rejected.append(message) }

  func discardRejected(_ id: Int64) -> Bool {
    guard profiles.rejected.indices.contains(Int(id)) else { return false }
    profiles.rejected.remove(at: Int(id))
    return true
  }

  func writeNothing() {}

  func savepoint<T>(_ body: () throws -> T) throws -> T {
    savepoints += 1
    let before = profiles
    do {
      return try body()
    } catch {
      profiles = before
      throw error
    }
  }

  private func newID() -> Int64 {
    profiles.lastID += 1
    return profiles.lastID
  }
}
