import EventIngest
import SegmentModel

/// What is to be written to a contact: `{state?, properties?, tracked?}`.
struct ContactPatch: Sendable {
  /// Names that mean something else in a message.
  private static let refused = [
    "state": "stands beside \"properties\"",
    "company.id": "a contact is linked to a company by a group message or an import",
    "company.name": "a contact is linked to a company by a group message or an import",
  ]

  let traits: ContactTraits
  let tracked: [NamedValue]

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    guard let object = JSONObjectReader(json, at: .root, known: ["state", "properties", "tracked"], &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    let state = object.word("state", of: ContactState.self, &mistakes)
    var values = PropertyObject.read("properties", of: object, refusing: Self.refused, &mistakes)
    let pointer = object.pointer.appending("properties")
    PropertyObject.checkInstants(["createdAt", "modifiedAt", "lastSeenAt"], in: values, at: pointer, &mistakes)
    if let state { values.append(NamedValue("state", .text(state.rawValue))) }
    let traits = ContactTraits(values)
    if values.contains(where: { $0.name == "sessionCount" }), traits.sessionCount == nil {
      mistakes.add(pointer.appending("sessionCount"), .badValue, "must be a whole number, 0 or more")
    }
    self.traits = traits
    tracked = PropertyObject.read("tracked", of: object, &mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }
}
