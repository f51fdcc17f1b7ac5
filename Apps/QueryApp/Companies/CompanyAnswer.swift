import SegmentModel
import TrackedPropertyStore

/// A company as it is answered: `{id, identities: [{type: "groupId", value}], properties}`.
enum CompanyAnswer {
  static func json(_ company: CompanyRecord) -> JSONValue {
    [
      "id": .string(company.publicID),
      "identities": .array(company.groupIDs.map { ["type": "groupId", "value": .string($0)] }),
      "properties": .object(ContactAnswer.members(company.allValues)),
    ]
  }

  /// Nil where there is none under the row id.
  static func json(ofRow row: Int64, in profiles: ProfileReader) throws -> JSONValue? {
    try profiles.company(row).map(json)
  }
}
