import SegmentModel

/// All that a filter can look at of one contact or company, as text for people.
package enum Exhibit {
  package static func contact(_ id: Int64, in world: OracleWorld) -> String {
    guard let contact = world.contacts.first(where: { $0.id == id }) else { return "contact \(id) does not exist" }
    var lines = ["contact \(id) \(contact.publicID) \(contact.state)"]
    lines.append(
      "  created \(contact.createdAt), modified \(text(contact.modifiedAt)), seen \(text(contact.lastSeenAt))")
    lines.append("  sessions \(contact.sessionCount), in zone \(world.zone)")
    lines += values(contact.properties, "property", dates: world.datesOfContacts)
    lines += values(contact.tracked, "tracked", dates: [:])
    lines += world.lists.keys.sorted().filter { world.lists[$0]?.contains(id) == true }.map { "  on list \($0)" }
    lines.append("  companies \(world.links.filter { $0.contact == id }.map(\.company))")
    let events = world.events.filter { $0.contact == id }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    lines += events.map { event in
      let attributes = JSONValue.object(event.attributes.map { JSONMember($0.name, $0.value?.json ?? .null) })
      return "  event \(event.id) \(event.time) \(event.name) \(shortened(attributes.text))"
    }
    return lines.joined(separator: "\n")
  }

  package static func company(_ id: Int64, in world: OracleWorld) -> String {
    guard let company = world.companies.first(where: { $0.id == id }) else { return "company \(id) does not exist" }
    var lines = ["company \(id) \(company.publicID)"]
    lines.append("  created \(company.createdAt), modified \(text(company.modifiedAt)), in zone \(world.zone)")
    lines += values(company.properties, "property", dates: world.datesOfCompanies)
    lines.append("  contacts \(world.links.filter { $0.company == id }.map(\.contact))")
    return lines.joined(separator: "\n")
  }

  private static func text(_ instant: Instant?) -> String { instant?.description ?? "never" }

  private static func values(_ values: [ExactText: StoredValue], _ kind: String, dates: [String: DateUnit]) -> [String]
  {
    values.sorted { $0.key < $1.key }.map { key, stored in
      let name = key.text
      let value = stored.value.map { shortened($0.json.text) } ?? "removed"
      let unit = dates[name].map { " (datetime in \($0.rawValue))" } ?? ""
      return "  \(kind) \(JSONValue.string(name).text): \(value)\(unit)"
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 300 ? text : text.prefix(300) + "… (\(text.unicodeScalars.count) scalars)"
  }
}
