package import SegmentModel

/// A property name as it is answered:
/// `{name, tracked, basic, types, holders, samples, type, unit, label}`, of which the last three can be written.
struct PropertyAnswer {
  /// Different values that are shown.
  static let samples = 5

  var property: CatalogedProperty
  /// Contacts or companies that there are: all of them have what is kept by rules from the start.
  var everyone: Int
  var samples: [Value]

  /// What is kept by rules and by everyone.
  private static let everyones: Set<String> = ["state", "createdAt", "sessionCount"]

  var json: JSONValue {
    let declared = property.declaration
    return [
      "name": .string(property.name), "tracked": .boolean(property.space == .tracked),
      "basic": .boolean(property.basicType != nil), "types": .array(types.words),
      "holders": holders.map { .number(Double($0)) } ?? .null, "samples": .array(samples.map(\.json)),
      "type": declared.type.map { .string($0.rawValue) } ?? .null,
      "unit": declared.unit.map { .string($0.rawValue) } ?? .null,
      "label": property.label.map { .string($0) } ?? .null,
    ]
  }

  private var types: ValueTypes {
    guard property.isKeptByRules else { return property.types }
    switch property.name {
    case "state": return .text
    case "sessionCount": return .number
    default: return []
    }
  }

  /// Nil for what nobody counts: the instants that some have and others do not.
  private var holders: Int? {
    guard property.isKeptByRules else { return property.holders }
    return Self.everyones.contains(property.name) ? everyone : nil
  }
}

extension CatalogedProperty {
  /// A name that nobody has had and nobody has declared.
  init(unseen name: String, in space: PropertySpace) {
    self.init(id: 0, name: name, space: space, holders: 0, types: [])
  }

  /// Nil for a custom or tracked property.
  var basicType: BasicProperty.ValueType? {
    let basic =
      switch space {
      case .contact: BasicProperty.ofContacts
      case .company: BasicProperty.ofCompanies
      case .tracked: [] as [(name: String, type: BasicProperty.ValueType)]
      }
    return basic.first { $0.name == name }?.type
  }

  /// Whether somebody has it, as far as that is counted.
  package var isHeld: Bool { holders > 0 || isKeptByRules }

  /// Kept as columns, whose type stays what it is.
  var isKeptByRules: Bool {
    switch space {
    case .contact: BasicProperty.keptByRules.contains(name)
    case .company: ["createdAt", "modifiedAt"].contains(name)
    case .tracked: false
    }
  }

  /// What was declared, or holds from the start.
  var declaration: (type: DeclaredType?, unit: DateUnit?) {
    if let declaredType { return (declaredType, declaredUnit) }
    return basicType == .datetime ? (.datetime, .milliseconds) : (nil, nil)
  }
}

extension ProfileReader {
  /// Names of people's properties, tracked ones among them, or of companies', by name.
  package func catalog(ofCompanies: Bool) throws -> [CatalogedProperty] {
    if ofCompanies { return try properties(in: .company) }
    return try (properties(in: .contact) + properties(in: .tracked)).sorted { left, right in
      ExactText(left.name) == ExactText(right.name)
        ? left.space.rawValue < right.space.rawValue : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }

  /// Properties of people, or of companies, as they are answered.
  package func answers(_ properties: some Collection<CatalogedProperty>, ofCompanies: Bool) throws -> [JSONValue] {
    let everyone = try count(ofCompanies: ofCompanies)
    let samples = try samples(of: Set(properties.map(\.id)), ofCompanies: ofCompanies, limit: PropertyAnswer.samples)
    return properties.map {
      PropertyAnswer(property: $0, everyone: everyone, samples: samples[$0.id] ?? []).json
    }
  }
}

extension CatalogedEvent {
  /// `{name, count, attributes: [{name, types}]}`.
  package var json: JSONValue {
    let attributes = attributes.map { ["name": .string($0.name), "types": .array($0.types.words)] as JSONValue }
    return ["name": .string(name), "count": .number(Double(events)), "attributes": .array(attributes)]
  }
}

extension ValueTypes {
  /// In the words of JSON's kinds.
  var words: [JSONValue] {
    let words: [(ValueTypes, JSONValue)] = [
      (.text, "text"), (.number, "number"), (.boolean, "boolean"), (.list, "list"),
    ]
    return words.filter { contains($0.0) }.map(\.1)
  }
}
