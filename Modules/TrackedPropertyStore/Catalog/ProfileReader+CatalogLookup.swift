/// The catalog, one name at a time.
extension ProfileReader {
  /// Labels that were given to properties, by name.
  package func labels(in space: PropertySpace) throws -> [(name: String, label: String)] {
    try database.statement(
      "SELECT name, label FROM propertyName WHERE space = ? AND label IS NOT NULL ORDER BY name"
    ).all(space.rawValue) { ($0.text(0), $0.text(1)) }
  }

  /// The kinds of value that an attribute of an event has had; nil where none is known.
  package func types(ofAttribute attribute: String, of event: String) throws -> ValueTypes? {
    guard let event = try eventNameID(event), let attribute = try attributeNameID(attribute) else { return nil }
    return try database.statement("SELECT types FROM eventAttribute WHERE event = ? AND attribute = ?")
      .first(event, attribute) { ValueTypes(rawValue: $0.integer(0)) }
  }
}
