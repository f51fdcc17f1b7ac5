import SegmentModel
import TrackedPropertyStore

/// What is worth a second look in a filter that is valid: names that nobody has yet. A segment may come before its
/// first event, so that this is never an error; more often it is a misspelt name.
enum FilterWarnings {
  /// `[{pointer, code, detail}]`.
  static func json(of definition: SegmentDefinition, in profiles: ProfileReader) throws -> [JSONValue] {
    try json(of: definition.filter, isPeople: definition.contentType.isPeople, in: profiles)
  }

  /// - Parameter filter: standing at `/filter`.
  static func json(of filter: Filter, isPeople: Bool, in profiles: ProfileReader) throws -> [JSONValue] {
    let names = FilterName.all(in: filter, at: JSONPointer.root.appending("filter"), isPeople: isPeople)
    return try names.filter { try !isKnown($0, in: profiles) }.map { name in
      let (code, who) = words(of: name.kind)
      return [
        "pointer": .string(name.pointer.description), "code": .string(code),
        "detail": .string("\(who) \"\(name.name)\" yet"),
      ]
    }
  }

  private static func words(of kind: FilterName.Kind) -> (code: String, who: String) {
    switch kind {
    case .contactProperty: ("unknownProperty", "no contact has a property")
    case .companyProperty: ("unknownProperty", "no company has a property")
    case .trackedProperty: ("unknownTracked", "no contact has a tracked property")
    case .event: ("unknownEvent", "there is no event")
    case .attribute: ("unknownAttribute", "no event has an attribute")
    }
  }

  private static func isKnown(_ name: FilterName, in profiles: ProfileReader) throws -> Bool {
    switch name.kind {
    case .contactProperty: return try isKnown(name.name, in: .contact, basic: BasicProperty.ofContacts, profiles)
    case .companyProperty: return try isKnown(name.name, in: .company, basic: BasicProperty.ofCompanies, profiles)
    case .trackedProperty: return try profiles.propertyNameID(name.name, in: .tracked) != nil
    case .event: return try profiles.eventNameID(name.name) != nil
    case .attribute: return try profiles.attributeNameID(name.name) != nil
    }
  }

  private static func isKnown(
    _ name: String, in space: PropertySpace, basic: [(name: String, type: BasicProperty.ValueType)],
    _ profiles: ProfileReader
  ) throws -> Bool {
    let name = BasicProperty.resolvingAlias(name)
    if basic.contains(where: { $0.name == name }) { return true }
    return try profiles.propertyNameID(name, in: space) != nil
  }
}
