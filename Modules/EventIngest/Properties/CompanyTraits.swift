package import SegmentModel

/// A company that a message or a row of an import names, and the properties that it sets on it.
/// Source: values-and-identity, "Basic properties"; http-api, row "group".
package struct CompanyTraits: Sendable, Equatable {
  package private(set) var groupID: String
  let content: CompanyProperties

  /// Under the names they are stored by, each once; nil removes.
  package var properties: [NamedValue] { content.values }
  /// Set by trusted writers only.
  package var createdAt: Instant? { content.createdAt }

  /// Of a `group` message; nil where the id is none, as `null`, `0` or an empty text is none.
  package init?(groupID: String, traits: [NamedValue] = [], updates: [PropertyUpdate] = []) {
    // What is never the id of a contact is never that of a company either.
    guard let id = Identifier(.userId, groupID) else { return nil }
    self.groupID = id.value
    content = CompanyProperties(traits, updates: updates)
  }

  /// Of an identify's `company.id` and `company.name`: without an id the company is known by its name.
  init?(id: Value?, name: Value?) {
    guard case .scalar(let key) = id ?? name else { return nil }
    self.init(groupID: key.textView, traits: name.map { [NamedValue("name", $0)] } ?? [])
  }
}

/// The properties that somebody sets on a company, sorted by the rules that they go by.
package struct CompanyProperties: Sendable, Equatable {
  /// Under the names they are stored by, each once; nil removes.
  package private(set) var values: [NamedValue]
  /// Changes that depend on the value which stands, in their order, after `values`.
  package private(set) var updates: [PropertyUpdate]
  /// Set by trusted writers only.
  package private(set) var createdAt: Instant?

  /// Names that cannot be updated.
  package static let keptByRules: Set<String> = ["createdAt", "modifiedAt"]

  /// - Parameters:
  ///   - traits: under dotted names; of two values for one name the later stands.
  ///   - updates: of names that are not in `keptByRules`.
  package init(_ traits: [NamedValue], updates: [PropertyUpdate] = []) {
    self.updates = updates.map { PropertyUpdate(Self.storedName($0.name), $0.operation) }
    var writes = OrderedWrites()
    for trait in traits where !trait.name.isEmpty {
      switch trait.name {
      case "createdAt":
        if case .scalar(let scalar) = trait.value { createdAt = scalar.dateView(in: .utc, unit: .milliseconds) }
      case "modifiedAt": continue
      default: writes.set(trait.value, for: Self.storedName(trait.name))
      }
    }
    values = writes.all
  }

  private static func storedName(_ name: String) -> String {
    name == "name" ? "primaryName" : BasicProperty.resolvingAlias(name)
  }
}
