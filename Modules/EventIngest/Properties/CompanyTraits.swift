package import SegmentModel

/// A company that a message names, and the properties that it sets on it.
/// Source: values-and-identity, "Basic properties"; http-api, row "group".
package struct CompanyTraits: Sendable, Equatable {
  package private(set) var groupID: String
  /// Under the names they are stored by, each once; nil removes.
  package private(set) var properties: [NamedValue] = []
  /// Set by trusted writers only.
  package private(set) var createdAt: Instant?

  /// Of a `group` message; nil where the id is none, as `null`, `0` or an empty text is none.
  package init?(groupID: String, traits: [NamedValue] = []) {
    // What is never the id of a contact is never that of a company either.
    guard let id = Identifier(.userId, groupID) else { return nil }
    self.groupID = id.value
    var writes = OrderedWrites()
    for trait in traits where !trait.name.isEmpty {
      switch trait.name {
      case "name": writes.set(trait.value, for: "primaryName")
      case "createdAt":
        if case .scalar(let scalar) = trait.value { createdAt = scalar.dateView(in: .utc, unit: .milliseconds) }
      case "modifiedAt": continue
      default: writes.set(trait.value, for: BasicProperty.resolvingAlias(trait.name))
      }
    }
    properties = writes.all
  }

  /// Of an identify's `company.id` and `company.name`: without an id the company is known by its name.
  init?(id: Value?, name: Value?) {
    guard case .scalar(let key) = id ?? name else { return nil }
    self.init(groupID: key.textView, traits: name.map { [NamedValue("name", $0)] } ?? [])
  }
}
