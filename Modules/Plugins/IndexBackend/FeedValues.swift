import FilterCompiler
import SegmentIndex
import SegmentModel
import TrackedPropertyStore

/// The values behind some entries of the change feed, as they are now, as writes to the index.
///
/// They may be newer than the entries: each write may be made again without harm, and whatever is newer is told by
/// entries that are still to come.
struct FeedValues: Sendable {
  typealias Write = @Sendable (ProfileIndex) throws -> Void

  private(set) var writes: [Write] = []
  /// Whether someone was erased. Who is past their time has left the next file.
  let areOfErased: Bool

  init(of entries: some Collection<ChangeFeedEntry>, in reader: ProfileReader) throws {
    let touched = Touched(entries)
    areOfErased = entries.contains { $0.kind == .contactDeletion && $0.item == nil }
    try readContacts(touched, reader)
    try readCompanies(touched, reader)
    for event in touched.events {
      if let event = try reader.event(event) { writes.append { try $0.append(event) } }
    }
    for link in touched.links {
      let isLinked = try reader.isLinked(contact: link.contact, company: link.other)
      writes.append { index in
        if isLinked {
          try index.link(contact: link.contact, company: link.other)
        } else {
          try index.unlink(contact: link.contact, company: link.other)
        }
      }
    }
    for entry in touched.listEntries {
      guard let list = try reader.listPublicID(entry.other) else { continue }
      let isOnList = try reader.isOnList(entry.other, entry.contact)
      writes.append { try $0.setEntry(of: entry.contact, in: list, to: isOnList) }
    }
    for contact in touched.renewed { try readEverything(of: contact, reader) }
  }

  /// The writes in slices, each short enough that nobody who evaluates waits for long.
  var slices: [ArraySlice<Write>] {
    stride(from: 0, to: writes.count, by: Self.writesOfSlice).map {
      writes[$0..<min($0 + Self.writesOfSlice, writes.count)]
    }
  }

  private static let writesOfSlice = 500

  private mutating func readContacts(_ touched: Touched, _ reader: ProfileReader) throws {
    for contact in touched.gone { writes.append { try $0.removeContact(contact) } }
    for contact in touched.whole {
      guard let record = try reader.profile(contact) else { continue }
      let former = try reader.formerPublicIDs(of: contact)
      writes.append { try $0.put(record, formerPublicIDs: former) }
    }
    for (contact, keys) in touched.properties where !touched.whole.contains(contact) {
      let names = Set(keys.map { PropertyName($0.space == .tracked ? .tracked : .contact, $0.name) })
      guard let record = try reader.profile(contact, properties: names) else { continue }
      writes.append { try $0.update(record, properties: keys) }
    }
  }

  private mutating func readCompanies(_ touched: Touched, _ reader: ProfileReader) throws {
    for company in touched.companies {
      if let record = try reader.company(company) {
        writes.append { try $0.put(record) }
      } else {
        writes.append { try $0.removeCompany(company) }
      }
    }
  }

  /// What a merge brings to the contact that stays, and what is left of one whose old events are gone.
  private mutating func readEverything(of contact: Int64, _ reader: ProfileReader) throws {
    guard try reader.profile(contact, properties: []) != nil else { return }
    var events: [EventRecord] = []
    try reader.eachEvent(of: contact) { events.append($0) }
    let companies = try reader.companies(of: contact)
    let lists = try reader.lists(of: contact).compactMap { try reader.listPublicID($0) }
    writes.append { [events] index in
      try index.setEvents(of: contact, to: events)
      for company in companies { try index.link(contact: contact, company: company) }
      for list in lists { try index.setEntry(of: contact, in: list, to: true) }
    }
  }
}

/// What entries of the feed say has changed, each thing once.
private struct Touched {
  struct Pair: Hashable {
    var contact: Int64
    var other: Int64
  }

  private(set) var gone: Set<Int64> = []
  /// Contacts that are read with all their properties.
  private(set) var whole: Set<Int64> = []
  /// The others, with the properties that were written.
  private(set) var properties: [Int64: Set<PropertyKey>] = [:]
  /// Contacts of which events, links and list entries are read anew.
  private(set) var renewed: Set<Int64> = []
  private(set) var companies: Set<Int64> = []
  /// In their order.
  private(set) var events: [Int64] = []
  private(set) var links: Set<Pair> = []
  /// By the row id of the list.
  private(set) var listEntries: Set<Pair> = []

  init(_ entries: some Collection<ChangeFeedEntry>) {
    for entry in entries { take(entry) }
  }

  private mutating func take(_ entry: ChangeFeedEntry) {
    let (entity, name) = (entry.entity, entry.name ?? "")
    switch entry.kind {
    case .contactCreation: whole.insert(entity)
    case .contactProperty: properties[entity, default: []].insert(PropertyKey(.contact, name))
    case .trackedProperty: properties[entity, default: []].insert(PropertyKey(.tracked, name))
    case .event:
      if let event = entry.item { events.append(event) }
      // The time of the last event, and the sessions.
      properties[entity, default: []].formUnion([])
    case .merge:
      gone.insert(entity)
      guard let winner = entry.item else { break }
      renewed.insert(winner)
      whole.insert(winner)
    case .contactDeletion: gone.insert(entity)
    case .eventDeletion: renewed.insert(entity)
    case .companyProperty, .companyCreation, .companyDeletion: companies.insert(entity)
    case .link: if let company = entry.item { links.insert(Pair(contact: entity, other: company)) }
    case .list: if let list = entry.item { listEntries.insert(Pair(contact: entity, other: list)) }
    case .declaration: break
    }
  }
}
