import SegmentModel
import TrackedPropertyStore

/// A contact as it is written: `{id, state, identities: [{type, value}], properties, tracked, companies}`.
enum ContactJSON {
  static let columns = [
    Column("id"), Column("state"), Column("properties.firstName", "FIRST NAME"),
    Column("properties.lastName", "LAST NAME"), Column("identities"), Column("properties.lastSeenAt", "LAST SEEN"),
  ]

  /// - Parameter company: what a company of the contact is called.
  static func value(
    _ contact: ContactRecord, in profiles: ProfileReader, company: (CompanyRecord) -> String = { $0.publicID }
  ) throws -> JSONValue {
    let companies = try profiles.companies(of: contact.id).compactMap { try profiles.company($0).map(company) }
    let tracked = contact.tracked.sorted { $0.key < $1.key }.map { NamedValue($0.key.text, $0.value.value) }
    return [
      "id": .string(contact.publicID), "state": .string(contact.state.rawValue),
      "identities": .array(
        contact.identifiers.sorted { $0.kind > $1.kind }.map {
          ["type": .string($0.kind.rawValue), "value": .string($0.value)]
        }),
      // The state has a place of its own.
      "properties": object(contact.allValues.filter { $0.name != "state" }), "tracked": object(tracked),
      "companies": .array(companies.map { .string($0) }),
    ]
  }

  static func object(_ values: [NamedValue]) -> JSONValue {
    .object(values.compactMap { each in each.value.map { JSONMember(each.name, $0.json) } })
  }
}

extension CompanyRecord {
  /// What it is known by in other directories as well: a group id. Where it has none, our own id.
  var exportedName: String {
    // What looks like our own id would be looked for by it.
    groupIDs.first { !PublicID.company.matches($0) } ?? publicID
  }
}

/// A company as it is written: `{id, identities: [{type: "groupId", value}], properties}`.
enum CompanyJSON {
  static let columns = [
    Column("id"), Column("properties.primaryName", "NAME"), Column("identities"), Column("properties.plan", "PLAN"),
  ]

  static func value(_ company: CompanyRecord) -> JSONValue {
    [
      "id": .string(company.publicID),
      "identities": .array(company.groupIDs.map { ["type": "groupId", "value": .string($0)] }),
      "properties": ContactJSON.object(company.allValues),
    ]
  }
}
