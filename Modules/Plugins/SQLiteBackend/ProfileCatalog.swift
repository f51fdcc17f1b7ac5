package import FilterCompiler
package import SegmentModel
package import TrackedPropertyStore

/// The catalog of the profiles, as words and warnings of filters ask it. For the length of one read.
package final class ProfileCatalog: CatalogFacts {
  /// Names whose values are looked at; each takes some milliseconds.
  private static let sampledNames = 20

  private let profiles: ProfileReader
  private var sampled: [PropertyKey: [Value]] = [:]

  package init(_ profiles: ProfileReader) {
    self.profiles = profiles
  }

  /// What people call properties, where the catalog says so.
  package func labels() throws -> [PropertyKey: String] {
    var labels: [PropertyKey: String] = [:]
    for space in PropertyKey.Space.allCases {
      for (name, label) in try profiles.labels(in: PropertySpace(space)) { labels[PropertyKey(space, name)] = label }
    }
    return labels
  }

  package func property(_ key: PropertyKey) throws -> PropertyFacts? {
    try profiles.property(key.name, in: PropertySpace(key.space)).map { found in
      PropertyFacts(
        holders: found.holders, types: SeenTypes(found.types),
        dateUnit: found.declaredType == .datetime ? found.declaredUnit ?? .milliseconds : nil)
    }
  }

  package func samples(of key: PropertyKey, limit: Int) throws -> [Value] {
    if let known = sampled[key] { return known }
    guard sampled.count < Self.sampledNames,
      let id = try profiles.propertyNameID(key.name, in: PropertySpace(key.space))
    else {
      return []
    }
    let values = try profiles.samples(of: [id], ofCompanies: key.space == .company, limit: limit)[id] ?? []
    sampled[key] = values
    return values
  }

  package func hasEvent(named name: String) throws -> Bool { try profiles.eventNameID(name) != nil }

  package func types(ofAttribute attribute: String, of event: String) throws -> SeenTypes? {
    try profiles.types(ofAttribute: attribute, of: event).map(SeenTypes.init)
  }
}

extension SeenTypes {
  fileprivate init(_ types: ValueTypes) {
    self = []
    if types.contains(.text) { insert(.text) }
    if types.contains(.number) { insert(.number) }
    if types.contains(.boolean) { insert(.boolean) }
    if types.contains(.list) { insert(.list) }
  }
}
