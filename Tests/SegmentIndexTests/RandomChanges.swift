import FilterCompiler
import SegmentIndex
import SegmentModel
import TestSupport

/// Random changes, made in a world of the oracle's and in an index alike.
struct RandomChanges {
  private(set) var random: RandomWorld
  /// Another one takes the changes from now on.
  var index: ProfileIndex
  /// Where new values, contacts and events are taken from.
  private let donor: OracleWorld
  private var generator: SplitMix64
  private var formerIDs: [Int64: [String]] = [:]
  private var nextContact: Int64
  private var nextCompany: Int64
  private var nextEvent: Int64

  init(_ random: RandomWorld, donor: OracleWorld, index: ProfileIndex, generator: SplitMix64) {
    self.random = random
    self.donor = donor
    self.index = index
    self.generator = generator
    nextContact = (random.world.contacts.map(\.id).max() ?? 0) + 1
    nextCompany = (random.world.companies.map(\.id).max() ?? 0) + 1
    nextEvent = (random.world.events.map(\.id).max() ?? 0) + 1
  }

  mutating func make() throws {
    switch generator.below(100) {
    case 0..<30: try appendEvent()
    case 30..<50: try changeContact()
    case 50..<56: try changeCompany()
    case 56..<66: try changeLink()
    case 66..<76: try changeList()
    case 76..<84: try addContact()
    case 84..<88: try merge()
    case 88..<93: try removeContact()
    case 93..<95: try addCompany()
    case 95..<97: try removeCompany()
    default: declare()
    }
  }

  // MARK: Contacts and companies

  /// However long it goes on, somebody stays whom filters can be about.
  private var hasContactsToSpare: Bool { random.world.contacts.count > 20 }

  private mutating func addContact() throws {
    guard var contact = generator.element(of: donor.contacts) else { return }
    contact.id = nextContact
    contact.publicID = "con_new\(nextContact)"
    nextContact += 1
    random.world.contacts.append(contact)
    try index.put(contact)
  }

  /// One property as the feed names it, or the whole record.
  private mutating func changeContact() throws {
    guard !random.world.contacts.isEmpty, let other = generator.element(of: donor.contacts) else { return }
    let place = generator.below(random.world.contacts.count)
    let id = random.world.contacts[place].id
    if generator.chance(0.2) {
      var changed = other
      (changed.id, changed.publicID) = (id, random.world.contacts[place].publicID)
      random.world.contacts[place] = changed
      try index.put(changed, formerPublicIDs: formerIDs[id] ?? [])
      return
    }
    let isTracked = generator.chance(0.3)
    let names = (isTracked ? other.tracked : other.properties).keys.sorted()
    guard let name = generator.element(of: names) else { return }
    let stored = generator.chance(0.2) ? nil : (isTracked ? other.tracked : other.properties)[name]
    if isTracked {
      random.world.contacts[place].tracked[name] = stored
    } else {
      random.world.contacts[place].properties[name] = stored
    }
    try index.set(PropertyKey(isTracked ? .tracked : .contact, name.text), of: id, to: stored?.value)
    random.world.contacts[place].lastSeenAt = other.lastSeenAt
    try index.set(
      PropertyKey(.contact, "lastSeenAt"), of: id,
      to: other.lastSeenAt.map { .number(Double($0.milliseconds)) })
  }

  private mutating func removeContact() throws {
    guard hasContactsToSpare, let contact = generator.element(of: random.world.contacts) else { return }
    try index.removeContact(contact.id)
    random.world.contacts.removeAll { $0.id == contact.id }
    random.world.events.removeAll { $0.contact == contact.id }
    random.world.links.removeAll { $0.contact == contact.id }
    for list in random.world.lists.keys { random.world.lists[list]?.remove(contact.id) }
    formerIDs[contact.id] = nil
  }

  private mutating func merge() throws {
    guard hasContactsToSpare, let loser = generator.element(of: random.world.contacts),
      let winner = generator.element(of: random.world.contacts), winner.id != loser.id
    else { return }
    random.world.merges = [OracleWorld.Merge(loser: loser.id, into: winner.id)]
    random.world = random.world.resolved
    formerIDs[winner.id, default: []] += [loser.publicID] + (formerIDs.removeValue(forKey: loser.id) ?? [])
    try index.removeContact(loser.id)
    try index.give(contact: winner.id, of: random.world, formerPublicIDs: formerIDs[winner.id] ?? [])
  }

  private mutating func addCompany() throws {
    guard var company = generator.element(of: donor.companies) else { return }
    (company.id, company.publicID) = (nextCompany, "com_new\(nextCompany)")
    nextCompany += 1
    random.world.companies.append(company)
    try index.put(company)
  }

  private mutating func changeCompany() throws {
    guard !random.world.companies.isEmpty, var changed = generator.element(of: donor.companies) else { return }
    let place = generator.below(random.world.companies.count)
    (changed.id, changed.publicID) = (random.world.companies[place].id, random.world.companies[place].publicID)
    random.world.companies[place] = changed
    try index.put(changed)
  }

  private mutating func removeCompany() throws {
    guard let company = generator.element(of: random.world.companies) else { return }
    try index.removeCompany(company.id)
    random.world.companies.removeAll { $0.id == company.id }
    random.world.links.removeAll { $0.company == company.id }
  }

  // MARK: What belongs to them

  private mutating func appendEvent() throws {
    guard let contact = generator.element(of: random.world.contacts), var event = generator.element(of: donor.events)
    else { return }
    (event.id, event.contact) = (nextEvent, contact.id)
    nextEvent += 1
    random.world.events.append(event)
    try index.append(event)
    // What a follower hears of twice.
    if generator.chance(0.1) { try index.append(event) }
  }

  private mutating func changeLink() throws {
    guard let contact = generator.element(of: random.world.contacts),
      let company = generator.element(of: random.world.companies)
    else { return }
    if generator.chance(0.4), let link = generator.element(of: random.world.links) {
      random.world.links.removeAll { $0 == link }
      try index.unlink(contact: link.contact, company: link.company)
    } else {
      random.world.links.append(OracleWorld.Link(contact: contact.id, company: company.id))
      try index.link(contact: contact.id, company: company.id)
    }
  }

  private mutating func changeList() throws {
    guard let contact = generator.element(of: random.world.contacts),
      let list = generator.element(of: random.world.lists.keys.sorted())
    else { return }
    let isOnList = generator.chance(0.5)
    if isOnList {
      random.world.lists[list]?.insert(contact.id)
    } else {
      random.world.lists[list]?.remove(contact.id)
    }
    try index.setEntry(of: contact.id, in: list, to: isOnList)
  }

  /// Changes how values are read, and none of them.
  private mutating func declare() {
    let name = generator.pick("mixed", "score", "renewalAt", "trialEndsAt", "expireDate")
    random.world.datesOfContacts[name] = generator.pick(nil, .milliseconds, .seconds)
  }
}
