/// The properties that the product knows; every other name is custom.
/// Source: values-and-identity, "Basic properties".
package enum BasicProperty {
  package enum ValueType: String, Sendable { case text, number, boolean, datetime, list, company }

  package static let ofContacts: [(name: String, type: ValueType)] =
    [
      ("state", .text), ("createdAt", .datetime), ("modifiedAt", .datetime), ("lastSeenAt", .datetime),
      ("firstName", .text), ("lastName", .text), ("name", .text), ("primaryEmail", .text), ("primaryPhone", .text),
      ("code", .text), ("sessionCount", .number), ("profileScore", .number), ("isSubscribed", .boolean),
      ("doNotDisturb", .boolean), ("hasAuthority", .boolean), ("position", .text), ("department", .text),
      ("leadStatus", .text), ("status", .text), ("description", .text), ("avatar", .text), ("owner", .text),
      ("birthDate", .datetime), ("country", .text), ("city", .text), ("region", .text), ("language", .text),
      ("timeZone", .text), ("userAgent", .text), ("tags", .list),
    ]

  package static let ofCompanies: [(name: String, type: ValueType)] =
    [
      ("primaryName", .text), ("createdAt", .datetime), ("modifiedAt", .datetime), ("website", .text),
      ("industry", .text), ("businessType", .text), ("size", .number), ("employees", .number), ("plan", .text),
      ("primaryEmail", .text), ("primaryPhone", .text), ("code", .text), ("status", .text), ("description", .text),
      ("avatar", .text), ("owner", .text), ("parentCompany", .company), ("country", .text), ("city", .text),
      ("tags", .list),
    ]

  /// In a filter `email` and `phone` stand for the primary ones.
  package static func resolvingAlias(_ name: String) -> String {
    switch name {
    case "email": "primaryEmail"
    case "phone": "primaryPhone"
    default: name
    }
  }

  /// Kept as columns of the contact, by rules of their own; no browser source sets them.
  package static let keptByRules: Set<String> = ["state", "createdAt", "modifiedAt", "lastSeenAt", "sessionCount"]
}
