package import FilterCompiler
package import SegmentModel

/// The changes that a follower of the change feed makes. Each may be made again without harm.
///
/// A merge is: the loser is removed, the winner is put, with the public ids that it had before, and its events, links
/// and list entries are given anew.
extension ProfileIndex {
  // MARK: Contacts and companies

  /// A contact as it is now, new or changed; its events, links and lists stay.
  /// - Parameter formerPublicIDs: those that merges took away.
  package func put(_ contact: ContactRecord, formerPublicIDs: [String] = []) throws(IndexError) {
    let row = try Self.row(contact.id)
    let isNew = people.present.contains(row) == false
    people.add(row, publicID: contact.publicID)
    people.setFormerIDs(formerPublicIDs, of: row)
    var keys: Set<PropertyKey> = []
    func set(_ key: PropertyKey, _ value: Value?) {
      people.set(key, of: row, to: value)
      if !isNew { keys.insert(key) }
    }
    for (name, stored) in contact.properties where !BasicProperty.keptByRules.contains(name.text) {
      set(PropertyKey(.contact, name.text), stored.value)
    }
    for (name, stored) in contact.tracked { set(PropertyKey(.tracked, name.text), stored.value) }
    for (key, value) in contact.keptByRules { set(key, value) }
    if !isNew { people.keepOnly(keys, of: row) }
  }

  /// Of a contact that is there, what rules keep and some properties as they are now; the others stay.
  package func update(_ contact: ContactRecord, properties: Set<PropertyKey>) throws(IndexError) {
    let row = try Self.row(contact.id)
    guard people.present.contains(row) else { return }
    for key in properties where !(key.space == .contact && BasicProperty.keptByRules.contains(key.name)) {
      let values = key.space == .tracked ? contact.tracked : contact.properties
      people.set(key, of: row, to: values[ExactText(key.name)]?.value)
    }
    for (key, value) in contact.keptByRules { people.set(key, of: row, to: value) }
  }

  /// Public ids that merges into a contact took away.
  package func setFormerPublicIDs(_ ids: [String], of id: Int64) throws(IndexError) {
    people.setFormerIDs(ids, of: try Self.row(id))
  }

  package func put(_ company: CompanyRecord) throws(IndexError) {
    let row = try Self.row(company.id)
    let isNew = companies.present.contains(row) == false
    companies.add(row, publicID: company.publicID)
    var keys: Set<PropertyKey> = []
    func set(_ name: String, _ value: Value?) {
      let key = PropertyKey(.company, name)
      companies.set(key, of: row, to: value)
      if !isNew { keys.insert(key) }
    }
    for (name, stored) in company.properties { set(name.text, stored.value) }
    set("createdAt", .number(Double(company.createdAt.milliseconds)))
    set("modifiedAt", company.modifiedAt.map { .number(Double($0.milliseconds)) })
    if !isNew { companies.keepOnly(keys, of: row) }
  }

  /// One property of a contact or company that is there; nil unsets it. Instants that are columns of their own
  /// (`createdAt` …) are numbers of milliseconds.
  package func set(_ key: PropertyKey, of id: Int64, to value: Value?) throws(IndexError) {
    let row = try Self.row(id)
    let population = population(isPeople: key.space != .company)
    guard population.present.contains(row) else { return }
    population.set(key, of: row, to: value)
  }

  /// A contact with its events, links and list entries.
  package func removeContact(_ id: Int64) throws(IndexError) {
    let row = try Self.row(id)
    people.remove(row)
    for table in events.values { table.remove(contact: row) }
    for company in links.companies(of: row) { links.remove(contact: row, company: company) }
    for list in lists.keys { lists[list]?.remove(id) }
  }

  package func removeCompany(_ id: Int64) throws(IndexError) {
    let row = try Self.row(id)
    companies.remove(row)
    for contact in links.contacts(of: row) { links.remove(contact: contact, company: row) }
  }

  // MARK: Events

  /// Appends one event, in the order of their ids; one that is there already is not appended again.
  package func append(_ event: EventRecord) throws(IndexError) {
    let isThere = eventsAhead.remove(event.id) != nil
    guard event.id == 0 || event.id > lastEvent else { return }
    lastEvent = max(lastEvent, event.id)
    if !isThere { try store(event) }
  }

  /// All events of a contact in place of those that it had.
  /// - Parameter history: by rising id.
  package func setEvents(of contact: Int64, to history: [EventRecord]) throws(IndexError) {
    let row = try Self.row(contact)
    for table in events.values { table.remove(contact: row) }
    for event in history {
      try store(event)
      if event.id > lastEvent { eventsAhead.insert(event.id) }
    }
  }

  /// The events of another index, which is given up, in place of those that there are.
  package func takeEvents(of other: ProfileIndex) {
    events = other.events
    attributeDictionaries = other.attributeDictionaries
    (lastEvent, eventsAhead) = (other.lastEvent, other.eventsAhead)
    people.cover(UInt32(other.people.rows - 1))
  }

  private func store(_ event: EventRecord) throws(IndexError) {
    let row = try Self.row(event.contact)
    people.cover(row)
    let name = ExactText(event.name)
    let table = events[name] ?? addTable(of: name)
    guard table.columns.rowCount < Int(UInt32.max) - 1 else { throw IndexError.tooManyEvents }
    table.append(contact: row, time: event.time.milliseconds, attributes: event.attributes)
  }

  private func addTable(of name: ExactText) -> EventTable {
    let table = EventTable(dictionaries: attributeDictionaries)
    events[name] = table
    return table
  }

  // MARK: Links and lists

  package func link(contact: Int64, company: Int64) throws(IndexError) {
    let (contact, company) = (try Self.row(contact), try Self.row(company))
    people.cover(contact)
    companies.cover(company)
    links.insert(contact: contact, company: company)
  }

  package func unlink(contact: Int64, company: Int64) throws(IndexError) {
    links.remove(contact: try Self.row(contact), company: try Self.row(company))
  }

  /// - Parameter list: its public id.
  package func setEntry(of contact: Int64, in list: String, to isOnList: Bool) throws(IndexError) {
    people.cover(try Self.row(contact))
    if isOnList { lists[list, default: Bitmap()].insert(contact) } else { lists[list]?.remove(contact) }
  }

  package func removeList(_ list: String) { lists[list] = nil }

  private static func row(_ id: Int64) throws(IndexError) -> UInt32 {
    guard id > 0, id <= largestRowID else { throw IndexError.rowIDOutOfRange(id) }
    return UInt32(id)
  }
}

extension ContactRecord {
  /// Basic properties that are columns of their own.
  fileprivate var keptByRules: [(PropertyKey, Value?)] {
    [
      (PropertyKey(.contact, "state"), .text(state.rawValue)),
      (PropertyKey(.contact, "createdAt"), .number(Double(createdAt.milliseconds))),
      (PropertyKey(.contact, "modifiedAt"), modifiedAt.map { .number(Double($0.milliseconds)) }),
      (PropertyKey(.contact, "lastSeenAt"), lastSeenAt.map { .number(Double($0.milliseconds)) }),
      (PropertyKey(.contact, "sessionCount"), .number(Double(sessionCount))),
    ]
  }
}
