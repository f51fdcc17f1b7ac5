extension ContactRecord {
  /// A basic or custom property as it is answered; instants as RFC 3339. Nil where it is not set.
  package func value(of name: String) -> NamedValue? {
    let value: Value? =
      switch name {
      case "state": .text(state.rawValue)
      case "createdAt": .text(createdAt.description)
      case "modifiedAt": modifiedAt.map { .text($0.description) }
      case "lastSeenAt": lastSeenAt.map { .text($0.description) }
      case "sessionCount": .number(Double(sessionCount))
      default: properties[ExactText(name)]?.value
      }
    return value.map { NamedValue(name, $0) }
  }

  /// Every property that is set, by name.
  package var allValues: [NamedValue] {
    let names = Set(properties.keys).union(BasicProperty.keptByRules.map { ExactText($0) })
    return names.sorted().compactMap { value(of: $0.text) }
  }
}

extension CompanyRecord {
  package func value(of name: String) -> NamedValue? {
    let value: Value? =
      switch name {
      case "createdAt": .text(createdAt.description)
      case "modifiedAt": modifiedAt.map { .text($0.description) }
      default: properties[ExactText(name)]?.value
      }
    return value.map { NamedValue(name, $0) }
  }

  package var allValues: [NamedValue] {
    Set(properties.keys).union(["createdAt", "modifiedAt"]).sorted().compactMap { value(of: $0.text) }
  }
}
