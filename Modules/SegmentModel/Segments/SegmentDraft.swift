/// A segment to be saved together with others that it refers to, which have no ids yet.
package struct SegmentDraft: Sendable, Equatable {
  /// Stands in `parent` and `segment` for the id to come.
  package var key: String
  package var name: String
  package var contentType: ContentType
  /// The definition as a client would send it, with keys in place of ids.
  package var definition: JSONValue
  /// Keys of the drafts that it refers to itself.
  package var references: Set<String>

  package init(
    key: String, name: String, contentType: ContentType, definition: JSONValue, references: Set<String>
  ) {
    self.key = key
    self.name = name
    self.contentType = contentType
    self.definition = definition
    self.references = references
  }

  /// The definition with ids in place of keys.
  package func definition(with ids: [String: String]) -> JSONValue { Self.replacing(definition, ids) }

  private static func replacing(_ json: JSONValue, _ ids: [String: String]) -> JSONValue {
    switch json {
    case .array(let elements): return .array(elements.map { replacing($0, ids) })
    case .object(let members):
      return .object(
        members.map { member in
          if member.key == "parent" || member.key == "segment", let id = member.value.stringValue.flatMap({ ids[$0] }) {
            return JSONMember(member.key, .string(id))
          }
          return JSONMember(member.key, replacing(member.value, ids))
        })
    case .null, .boolean, .number, .largeInteger, .string: return json
    }
  }
}
