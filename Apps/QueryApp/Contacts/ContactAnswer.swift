import SegmentModel
import TrackedPropertyStore

/// A contact as it is answered: `{id, state, identities: [{type, value}], properties, tracked, companies}`.
enum ContactAnswer {
  /// - Parameter companies: public ids of those that the contact belongs to.
  static func json(_ contact: ContactRecord, companies: [String]) -> JSONValue {
    // The state has a place of its own.
    let properties = contact.allValues.filter { $0.name != "state" }
    let tracked = contact.tracked.sorted { $0.key < $1.key }.map { NamedValue($0.key.text, $0.value.value) }
    return [
      "id": .string(contact.publicID),
      "state": .string(contact.state.rawValue),
      "identities": .array(contact.identifiers.sorted { $0.kind > $1.kind }.map(json)),
      "properties": .object(members(properties)),
      "tracked": .object(members(tracked)),
      "companies": .array(companies.map { .string($0) }),
    ]
  }

  /// Nil where there is none under the row id.
  static func json(ofRow row: Int64, in profiles: ProfileReader) throws -> JSONValue? {
    try profiles.contact(row).map { try json($0, in: profiles) }
  }

  static func json(_ contact: ContactRecord, in profiles: ProfileReader) throws -> JSONValue {
    let companies = try profiles.companies(of: contact.id).compactMap { try profiles.company($0)?.publicID }
    return json(contact, companies: companies)
  }

  /// Values that are set, as the members of an object.
  static func members(_ values: [NamedValue]) -> [JSONMember] {
    values.compactMap { each in each.value.map { JSONMember(each.name, $0.json) } }
  }

  private static func json(_ identifier: Identifier) -> JSONValue {
    ["type": .string(identifier.kind.rawValue), "value": .string(identifier.value)]
  }
}
