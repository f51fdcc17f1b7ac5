import SegmentModel

/// The catalog, one name at a time.
extension ProfileReader {
  /// Labels that were given to properties, by name.
  package func labels(in space: PropertySpace) throws -> [(name: String, label: String)] {
    try database.statement(
      "SELECT name, label FROM propertyName WHERE space = ? AND label IS NOT NULL ORDER BY name"
    ).all(space.rawValue) { ($0.text(0), $0.text(1)) }
  }

  /// Nil where nobody ever had a property of this name.
  package func property(_ name: String, in space: PropertySpace) throws -> CatalogedProperty? {
    guard let id = try propertyNameID(name, in: space) else { return nil }
    return try database.statement(
      "SELECT name, holders, types, declaredType, declaredUnit, label FROM propertyName WHERE id = ?"
    ).first(id) { row in
      CatalogedProperty(
        name: row.text(0), space: space, holders: Int(row.integer(1)), types: ValueTypes(rawValue: row.integer(2)),
        declaredType: row.optionalText(3).flatMap(DeclaredType.init),
        declaredUnit: row.optionalText(4).flatMap(DateUnit.init), label: row.optionalText(5))
    }
  }

  /// The kinds of value that an attribute of an event has had; nil where none is known.
  package func types(ofAttribute attribute: String, of event: String) throws -> ValueTypes? {
    guard let event = try eventNameID(event), let attribute = try attributeNameID(attribute) else { return nil }
    return try database.statement("SELECT types FROM eventAttribute WHERE event = ? AND attribute = ?")
      .first(event, attribute) { ValueTypes(rawValue: $0.integer(0)) }
  }
}
