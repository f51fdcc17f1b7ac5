import SegmentModel

/// What a world's filters can be about: names, and the values that they have there.
struct FilterVocabulary {
  struct Entry {
    var name: String
    var texts: [String] = []
    var numbers: [Double] = []
    /// Epoch milliseconds, read in the workspace's zone.
    var dates: [Int64] = []
    var hasBooleans = false

    func has(_ view: FilterOperator.View) -> Bool {
      switch view {
      case .any, .text: !texts.isEmpty
      case .number: !numbers.isEmpty
      case .date: dates.count > 1
      case .boolean: hasBooleans
      }
    }
  }

  var contacts: [Entry] = []
  var tracked: [Entry] = []
  var companies: [Entry] = []
  /// Attributes by the name of the event, in the order of first appearance; one for each event.
  var events: [(name: String, attributes: [Entry])] = []
  var publicIDs: [String]
  var lists: [String]
  /// The events of one name of one contact, for sums that somebody has.
  var eventsOfContacts: [(name: String, events: [EventRecord])] = []

  init(_ world: OracleWorld) {
    let zone = try? OracleZone(world.zone)
    func entry(_ name: String, _ values: [Value], _ unit: DateUnit?) -> Entry {
      var entry = Entry(name: name)
      for scalar in values.flatMap(\.elements) {
        entry.texts.append(OracleView.text(scalar))
        if let number = OracleView.number(scalar) { entry.numbers.append(number) }
        if let zone, let date = OracleView.date(scalar, unit: unit, in: zone) { entry.dates.append(date) }
        if OracleView.boolean(scalar) != nil { entry.hasBooleans = true }
      }
      return entry
    }
    func names(_ records: [[ExactText: StoredValue]]) -> [String] { Set(records.flatMap(\.keys)).sorted().map(\.text) }

    let ofContacts = ["state", "createdAt", "modifiedAt", "lastSeenAt", "sessionCount"]
    contacts = (ofContacts + names(world.contacts.map(\.properties))).map { name in
      entry(
        name, world.contacts.compactMap { OracleSubject.contact($0).property(name) }, world.datesOfContacts[name])
    }
    tracked = names(world.contacts.map(\.tracked)).map { name in
      entry(name, world.contacts.compactMap { $0.tracked.value(of: name) }, nil)
    }
    companies = (["createdAt", "modifiedAt"] + names(world.companies.map(\.properties))).map { name in
      entry(
        name, world.companies.compactMap { OracleSubject.company($0).property(name) }, world.datesOfCompanies[name])
    }
    publicIDs = world.contacts.map(\.publicID)
    lists = world.lists.keys.sorted()
    // By bytes: equal strings in Swift may be different names.
    let byName = Dictionary(grouping: world.events) { Array($0.name.utf8) }
    for key in byName.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let found = byName[key] ?? []
      let attributes = Set(found.flatMap { $0.attributes.map(\.name) }).sorted()
      let entries = attributes.map { name in entry(name, found.compactMap { $0.value(of: name) }, nil) }
      let name = String(decoding: key, as: UTF8.self)
      events.append((name, entries))
      let byContact = Dictionary(grouping: found, by: \.contact)
      eventsOfContacts += byContact.keys.sorted().map { (name, byContact[$0] ?? []) }
    }
  }
}
