import SegmentModel

/// What a condition compares, beside the kinds of value that were seen. Told only where it is certain, or where
/// everything that was looked at says so.
extension FilterWarnings {
  /// Values looked at before it is said that none is of a kind.
  private static let sampledValues = 20

  mutating func lookAtType(
    of key: PropertyKey, _ known: PropertyFacts?, _ condition: Condition, _ pointer: JSONPointer
  ) throws {
    guard let kinds = Self.keptKinds(key) ?? known?.types, !kinds.isEmpty else { return }
    guard let compared = Compared(condition) else { return }
    let unit = known?.dateUnit
    switch compared.fit(kinds, isDatetime: unit != nil) {
    case .fits: return
    case .never(let told):
      let isNumber = compared == .date && kinds == .number
      let hint = isNumber ? "; the catalog can declare it to be a date" : ""
      warn(pointer, .typeMismatch, "\"\(key.name)\" \(told)\(hint)")
    case .onlyAsText:
      let values = try Self.keptKinds(key) == nil ? facts.samples(of: key, limit: Self.sampledValues) : []
      let elements = values.flatMap(\.elements)
      if elements.isEmpty || elements.contains(where: { compared.isView(of: $0, in: zone) }) { return }
      warn(
        pointer, .typeMismatch,
        "this compares text with a \(compared.rawValue): \"\(key.name)\" was only ever text, and none of the "
          + "\(elements.count) values looked at is a \(compared.rawValue)")
    }
  }

  mutating func lookAtType(
    ofAttribute name: String, of event: String, _ kinds: SeenTypes, _ condition: Condition, _ pointer: JSONPointer
  ) {
    guard let compared = Compared(condition) else { return }
    switch compared.fit(kinds, isDatetime: false) {
    case .fits: return
    case .never(let told): warn(pointer, .typeMismatch, "\"\(name)\" of \"\(event)\" \(told)")
    case .onlyAsText:
      // Dates are always texts.
      if compared == .date { return }
      warn(
        pointer, .typeMismatch,
        "this compares text with a \(compared.rawValue): \"\(name)\" of \"\(event)\" was only ever text, which counts "
          + "only where all of it is a \(compared.rawValue)")
    }
  }

  /// What the product keeps itself has one kind.
  private static func keptKinds(_ key: PropertyKey) -> SeenTypes? {
    switch (key.space, key.name) {
    case (.contact, "sessionCount"): .number
    case (.contact, "state"): .text
    default: nil
    }
  }
}

/// The kind of value that a condition needs, where it needs one.
private enum Compared: String {
  case number, date, boolean

  enum Fit {
    case fits
    case onlyAsText
    /// What the values were instead.
    case never(String)
  }

  init?(_ condition: Condition) {
    switch condition.operator.definition.view {
    case .number: self = .number
    case .date: self = .date
    case .boolean: self = .boolean
    case .text, .any: return nil
    case .byValue:
      switch condition.operand {
      case .scalar(.number), .numbers: self = .number
      case .scalar(.boolean): self = .boolean
      case .dates: self = .date
      default: return nil
      }
    }
  }

  func fit(_ kinds: SeenTypes, isDatetime: Bool) -> Fit {
    // Nobody knows what is in a list.
    if kinds.contains(.list) { return .fits }
    let fitting: SeenTypes =
      switch self {
      case .number: .number
      case .boolean: .boolean
      case .date: isDatetime ? .number : []
      }
    if !kinds.isDisjoint(with: fitting) { return .fits }
    if kinds.contains(.text) { return .onlyAsText }
    let names = kinds == .number ? "a number" : kinds == .boolean ? "true or false" : "a number, or true or false"
    return .never("was only ever \(names), which is no \(rawValue)")
  }

  func isView(of scalar: Scalar, in zone: Zone) -> Bool {
    switch self {
    case .number: scalar.numberView != nil
    case .boolean: scalar.booleanView != nil
    case .date: scalar.dateView(in: zone, unit: .milliseconds) != nil
    }
  }
}
