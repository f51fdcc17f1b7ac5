/// Where a path of erxes leads here.
struct ErxesPropertyName {
  /// `property` or `tracked`.
  var kind: String
  var name: String
  /// What is to be told of it, beside its place.
  var change: (code: ErxesNote.Code, detail: String)?

  /// Paths that are named otherwise here.
  private static let renamed = [
    "location.country": "country", "location.city": "city", "location.region": "region",
    "location.language": "language", "location.userAgent": "userAgent", "location.timezone": "timeZone",
    "visitorContactInfo.email": "primaryEmail", "visitorContactInfo.phone": "primaryPhone",
  ]

  /// Paths whose values are ids of erxes.
  private static let foreign = [
    "ownerId": "owner", "tagIds": "tags", "parentCompanyId": "parentCompany", "mergedIds": "mergedIds",
    "integrationId": "integrationId", "relatedIntegrationIds": "relatedIntegrationIds",
  ]

  init(_ path: String) {
    kind = "property"
    name = path
    if let rest = Self.rest(of: path, after: "trackedData.") {
      kind = "tracked"
      name = rest
    } else if let rest = Self.rest(of: path, after: "customFieldsData.") {
      name = rest
      change = (
        .customField,
        "erxes names this field by its id: here the property is called \"\(rest)\", and contacts must be imported with it"
      )
    } else if let known = Self.renamed[path] {
      name = known
    } else if let known = Self.foreign[path] {
      name = known
      change = (.foreignID, "the value is an id of erxes: \"\(known)\" must have been imported with such ids")
    }
  }

  private static func rest(of path: String, after prefix: String) -> String? {
    path.hasPrefix(prefix) && path.count > prefix.count ? String(path.dropFirst(prefix.count)) : nil
  }
}
