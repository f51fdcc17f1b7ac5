package import SegmentModel

/// A property by its name space and its exact name.
package struct PropertyKey: Sendable, Hashable, Comparable {
  package enum Space: String, Sendable, CaseIterable {
    /// Basic and custom properties of contacts.
    case contact
    /// Tracked properties, sent by the widget.
    case tracked
    case company
  }

  package let space: Space
  private let exactName: ExactText

  package var name: String { exactName.text }

  package init(_ space: Space, _ name: String) {
    self.space = space
    exactName = ExactText(name)
  }

  package static func == (left: PropertyKey, right: PropertyKey) -> Bool {
    left.space == right.space && ExactText(left.name) == ExactText(right.name)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(space)
    hasher.combine(ExactText(name))
  }

  package static func < (left: PropertyKey, right: PropertyKey) -> Bool {
    (left.space.rawValue, left.exactName) < (right.space.rawValue, right.exactName)
  }
}

/// What is declared of properties; decides how their numbers are read as dates.
package struct PropertyDeclarations: Sendable, Equatable {
  private var units: [PropertyKey: DateUnit] = [:]

  /// The basic properties of type datetime are declared from the start, in milliseconds.
  package static let basic: PropertyDeclarations = {
    var declarations = PropertyDeclarations()
    for (space, properties) in [
      (PropertyKey.Space.contact, BasicProperty.ofContacts), (.company, BasicProperty.ofCompanies),
    ] {
      for property in properties where property.type == .datetime {
        declarations.units[PropertyKey(space, property.name)] = .milliseconds
      }
    }
    return declarations
  }()

  package mutating func declare(_ key: PropertyKey, datetimeIn unit: DateUnit?) {
    units[key] = unit
  }

  package func dateUnit(of key: PropertyKey) -> DateUnit? { units[key] }
}
