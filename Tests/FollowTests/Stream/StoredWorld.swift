import SegmentModel
import TestSupport
import TrackedPropertyStore

extension OracleWorld {
  /// What stands in the store, as plain records.
  init(_ profiles: ProfileDatabase, segments: [SavedSegment]) throws {
    self = try profiles.read { reader in
      var world = OracleWorld()
      try reader.eachContact { world.contacts.append($0) }
      try reader.eachCompany { world.companies.append($0) }
      try reader.eachEvent { world.events.append($0) }
      try reader.eachLink { world.links.append(Link(contact: $0, company: $1)) }
      for list in try reader.lists(limit: 1000) { world.lists[list.publicID] = [] }
      try reader.eachListEntry { world.lists[$0, default: []].insert($1) }
      try reader.eachMergedContact { world.formerPublicIDs[$1, default: []].append($0) }
      for property in try reader.properties(in: .contact) where property.declaredType == .datetime {
        world.datesOfContacts[property.name] = property.declaredUnit
      }
      for property in try reader.properties(in: .company) where property.declaredType == .datetime {
        world.datesOfCompanies[property.name] = property.declaredUnit
      }
      world.zone = try reader.setting("timeZone") ?? "UTC"
      return world
    }
    self.segments = segments
  }

  /// Puts all of it into an empty store, which gives ids of its own: segments are not among it.
  /// - Parameter now: when events are received.
  func store(in profiles: ProfileDatabase, at now: Instant) throws {
    let ids = try profiles.write { transaction in
      for (name, unit) in datesOfContacts where !BasicProperty.keptByRules.contains(name) {
        try transaction.declareProperty(name, in: .contact, type: .datetime, unit: unit)
      }
      for (name, unit) in datesOfCompanies where !BasicProperty.keptByRules.contains(name) {
        try transaction.declareProperty(name, in: .company, type: .datetime, unit: unit)
      }
      try transaction.set(zone, setting: "timeZone")
      var ids: [Int64: Int64] = [:]
      for contact in contacts {
        var record = contact
        record.identifiers = [Identifier(kind: .userId, stored: "u\(contact.id)")]
        ids[contact.id] = try transaction.insertContact(record).id
      }
      for company in companies { _ = try transaction.insertCompany(company) }
      for var event in events {
        event.receivedAt = now
        _ = try transaction.appendEvent(event)
      }
      for link in links { _ = try transaction.link(contact: link.contact, company: link.company) }
      return ids
    }.value
    for (name, contacts) in lists.sorted(by: { $0.key < $1.key }) {
      _ = try profiles.createList(named: name, contacts: contacts.compactMap { ids[$0] })
    }
  }
}
