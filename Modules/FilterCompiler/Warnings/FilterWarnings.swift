package import SegmentModel

/// Finds what is worth a second look in a filter, in the order of its text.
package struct FilterWarnings {
  let facts: any CatalogFacts
  let zone: Zone
  let now: Instant
  private(set) var found: [FilterWarning] = []
  /// Asked once for each name.
  private var properties: [PropertyKey: PropertyFacts?] = [:]

  /// - Parameter definition: whose filter stands at `/filter`.
  package static func all(
    of definition: SegmentDefinition, facts: any CatalogFacts, workspaceZone: Zone, now: Instant
  ) throws -> [FilterWarning] {
    var warnings = FilterWarnings(facts: facts, zone: definition.timeZone ?? workspaceZone, now: now)
    try warnings.look(
      at: definition.filter, JSONPointer.root.appending("filter"), isPeople: definition.contentType.isPeople)
    return warnings.found
  }

  private init(facts: any CatalogFacts, zone: Zone, now: Instant) {
    self.facts = facts
    self.zone = zone
    self.now = now
  }

  mutating func warn(_ pointer: JSONPointer, _ code: FilterWarning.Code, _ detail: String) {
    found.append(FilterWarning(pointer, code, detail))
  }

  mutating func propertyFacts(_ key: PropertyKey) throws -> PropertyFacts? {
    if let known = properties[key] { return known }
    let asked = try facts.property(key)
    properties[key] = .some(asked)
    return asked
  }

  private mutating func look(at filter: Filter, _ pointer: JSONPointer, isPeople: Bool) throws {
    switch filter {
    case .all(let nodes):
      try look(at: nodes, pointer.appending("all"), isPeople: isPeople)
      try lookForConflicts(nodes, pointer.appending("all"), isPeople: isPeople)
    case .any(let nodes): try look(at: nodes, pointer.appending("any"), isPeople: isPeople)
    case .not(let inner): try look(at: inner, pointer.appending("not"), isPeople: isPeople)
    case .property(let written, let condition):
      let name = BasicProperty.resolvingAlias(written)
      let key = PropertyKey(isPeople ? .contact : .company, name)
      try look(atProperty: key, condition, nameAt: pointer.appending("property"), pointer)
    case .tracked(let name, let condition):
      try look(atProperty: PropertyKey(.tracked, name), condition, nameAt: pointer.appending("tracked"), pointer)
    case .event(let condition): try look(at: condition, pointer)
    case .sequence(let condition): try look(at: condition, pointer)
    case .company(let inner, _): try look(at: inner, pointer.appending("company"), isPeople: false)
    case .contacts(let inner, _), .contactCount(let inner, _):
      try look(at: inner, pointer.appending("contacts"), isPeople: true)
    case .sample(let percent, _):
      if percent == 0 { warn(pointer.appending("sample"), .neverHolds, "a sample of 0% is nobody") }
    case .segment, .list: break
    }
  }

  private mutating func look(at nodes: [Filter], _ pointer: JSONPointer, isPeople: Bool) throws {
    for (index, node) in nodes.enumerated() { try look(at: node, pointer.appending(index), isPeople: isPeople) }
  }

  // MARK: Properties

  private mutating func look(
    atProperty key: PropertyKey, _ condition: Condition, nameAt: JSONPointer, _ pointer: JSONPointer
  ) throws {
    let isBasic = BasicProperty.isKnown(key)
    let known = try propertyFacts(key)
    if !isBasic, known.map({ $0.holders == 0 }) ?? true {
      let (code, who): (FilterWarning.Code, String) =
        switch key.space {
        case .contact: (.unknownProperty, "no contact has a property")
        case .company: (.unknownProperty, "no company has a property")
        case .tracked: (.unknownTracked, "no contact has a tracked property")
        }
      warn(nameAt, code, "\(who) \"\(key.name)\"")
    } else {
      try lookAtType(of: key, known, condition, pointer)
    }
    lookAtValue(of: key, condition, pointer)
  }

  // MARK: Events

  private mutating func look(at condition: EventCondition, _ pointer: JSONPointer) throws {
    try look(atEvent: condition.event, condition.where, pointer)
    if condition.having != .everything, try facts.hasEvent(named: condition.event) {
      try look(at: condition.having, of: condition.event, pointer.appending("having"))
    }
    if let aggregate = condition.aggregate { try look(at: aggregate, of: condition.event, pointer) }
    let takesNone = condition.count?.takesNone ?? (condition.aggregate != nil)
    if !takesNone { lookAtWindow(condition.within, pointer.appending("within")) }
  }

  private mutating func look(at condition: SequenceCondition, _ pointer: JSONPointer) throws {
    for (index, step) in condition.steps.enumerated() {
      let place = pointer.appending("sequence").appending(index)
      try look(atEvent: step.event, step.where, step.isNegated ? place.appending("not") : place)
    }
    lookAtWindow(condition.window, pointer.appending("window"))
  }

  private mutating func look(atEvent name: String, _ filter: AttributeFilter, _ pointer: JSONPointer) throws {
    guard try facts.hasEvent(named: name) else {
      warn(pointer.appending("event"), .unknownEvent, "there is no event \"\(name)\" yet")
      return
    }
    if filter != .everything { try look(at: filter, of: name, pointer.appending("where")) }
  }

  private mutating func look(at filter: AttributeFilter, of event: String, _ pointer: JSONPointer) throws {
    switch filter {
    case .all(let nodes):
      for (index, node) in nodes.enumerated() {
        try look(at: node, of: event, pointer.appending("all").appending(index))
      }
    case .any(let nodes):
      for (index, node) in nodes.enumerated() {
        try look(at: node, of: event, pointer.appending("any").appending(index))
      }
    case .not(let inner): try look(at: inner, of: event, pointer.appending("not"))
    case .attribute(let name, let condition):
      if let types = try facts.types(ofAttribute: name, of: event) {
        lookAtType(ofAttribute: name, of: event, types, condition, pointer)
      } else {
        warn(
          pointer.appending("attribute"), .unknownAttribute,
          "no event \"\(event)\" has an attribute \"\(name)\" that the catalog knows")
      }
      lookAtRange(condition, pointer)
    }
  }

  private mutating func look(at aggregate: Aggregate, of event: String, _ pointer: JSONPointer) throws {
    let pointer = pointer.appending("aggregate")
    lookAtRange(aggregate.condition, pointer)
    guard try facts.hasEvent(named: event) else { return }
    guard let types = try facts.types(ofAttribute: aggregate.attribute, of: event) else {
      warn(
        pointer.appending("attribute"), .unknownAttribute,
        "no event \"\(event)\" has an attribute \"\(aggregate.attribute)\" that the catalog knows")
      return
    }
    if aggregate.function != .distinctCount, types.isSubset(of: [.boolean]) {
      warn(
        pointer.appending("attribute"), .typeMismatch,
        "\"\(aggregate.attribute)\" of \"\(event)\" was only ever true or false: it gives no number")
    }
  }
}

extension CountTest {
  fileprivate var takesNone: Bool {
    switch self {
    case .exactly(let n), .atLeast(let n): n == 0
    case .atMost: true
    }
  }
}

extension BasicProperty {
  /// Whether the product knows it, so that it is no slip.
  fileprivate static func isKnown(_ key: PropertyKey) -> Bool {
    switch key.space {
    case .contact: ofContacts.contains { $0.name == key.name }
    case .company: ofCompanies.contains { $0.name == key.name }
    case .tracked: false
    }
  }
}
