package import SegmentModel

/// What is to be declared of a property: `{type?, unit?, label?}`. What is left out stays; null takes it back.
package struct DeclarationPatch: Sendable {
  /// Characters of a label.
  static let labelLength = 200

  private let type: DeclaredType??
  private let unit: DateUnit??
  private let label: String??

  /// - Throws: `InvalidInput` with every mistake.
  package init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    guard let object = JSONObjectReader(json, at: .root, known: ["type", "unit", "label"], &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    type = Self.field("type", object) { object.word("type", of: DeclaredType.self, &mistakes) }
    unit = Self.field("unit", object) {
      object.word("unit", of: DateUnit.self, &mistakes)
    }
    label = Self.field("label", object) { object.text("label", &mistakes) }
    if let text = label ?? nil, text.unicodeScalars.count > Self.labelLength {
      mistakes.add(
        object.pointer.appending("label"), .tooLong, "has over \(Self.labelLength) characters")
    }
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }

  private static func field<Field>(_ key: String, _ object: JSONObjectReader, _ read: () -> Field?) -> Field?? {
    guard let value = object[key] else { return nil }
    return .some(value == .null ? nil : read())
  }

  /// What is declared after it.
  /// - Throws: `InvalidInput` where the two do not go together.
  func applied(to old: CatalogedProperty) throws -> (type: DeclaredType?, unit: DateUnit?, label: String?) {
    if old.isKeptByRules, type != nil || unit != nil {
      let key = type == nil ? "unit" : "type"
      throw Self.mistake(key, .notAllowedHere, "\"\(old.name)\" is kept by rules of its own, and its type stays")
    }
    let newType = type ?? old.declaredType
    let isDatetime = (newType ?? old.basicType.flatMap { $0 == .datetime ? .datetime : nil }) == .datetime
    if let unit, unit != nil, !isDatetime {
      throw Self.mistake("unit", .conflictingKeys, "only a property of type datetime has a unit")
    }
    // A unit alone, of what is a datetime from the start, declares it.
    let type = newType ?? ((unit ?? nil) == nil ? nil : .datetime)
    return (type, type == .datetime ? unit ?? old.declaredUnit : nil, label ?? old.label)
  }

  private static func mistake(_ key: String, _ code: InputErrorCode, _ detail: String) -> InvalidInput {
    InvalidInput([InputError(JSONPointer.root.appending(key), code, detail)])
  }
}

extension ProfileWriteTransaction {
  /// Declares what a patch says of a property; one that nobody has yet may be declared too.
  /// - Returns: the property as it is answered.
  /// - Throws: `InvalidInput`, `ProfileLimitError`.
  package func declare(_ name: String, in space: PropertySpace, _ patch: DeclarationPatch) throws -> JSONValue {
    let name = space == .tracked ? name : BasicProperty.resolvingAlias(name)
    let old = try reader.property(name, in: space) ?? CatalogedProperty(unseen: name, in: space)
    let new = try patch.applied(to: old)
    try declareProperty(name, in: space, type: new.type, unit: new.unit, label: new.label)
    let reader = reader
    let property = try reader.property(name, in: space) ?? old
    return try reader.answers([property], ofCompanies: space == .company).first ?? .null
  }
}
