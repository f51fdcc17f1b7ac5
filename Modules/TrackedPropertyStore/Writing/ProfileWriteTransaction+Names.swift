import GRDB
import SegmentModel

extension ProfileWriteTransaction {
  /// The ids of properties in the order given; those that nobody had before are made.
  /// - Throws: `ProfileLimitError`, and then none was made.
  func propertyIDs(_ properties: [NameCache.Property]) throws -> [Int64] {
    var ids = try properties.map { try writer.names.id(of: $0, in: database) }
    let missing = ids.indices.filter { ids[$0] == nil }
    if !missing.isEmpty {
      for index in missing { try checkLength(properties[index].name) }
      let new = Set(missing.map { properties[$0] })
      guard try count("SELECT count(*) FROM propertyName") + new.count <= NameLimits.propertyNames else {
        throw ProfileLimitError.tooManyPropertyNames
      }
      for index in missing { ids[index] = try makeProperty(properties[index]) }
    }
    return ids.compactMap(\.self)
  }

  func propertyID(_ name: String, in space: PropertySpace) throws -> Int64 {
    let property = NameCache.Property(space: space, name: name)
    if let id = try writer.names.id(of: property, in: database) { return id }
    try checkLength(name)
    guard try count("SELECT count(*) FROM propertyName") < NameLimits.propertyNames else {
      throw ProfileLimitError.tooManyPropertyNames
    }
    return try makeProperty(property)
  }

  func eventNameID(_ name: String) throws -> Int64 {
    if let id = try writer.names.eventID(of: name, in: database) { return id }
    try checkLength(name)
    guard try count("SELECT count(*) FROM eventName") < NameLimits.eventNames else {
      throw ProfileLimitError.tooManyEventNames
    }
    try database.statement("INSERT INTO eventName (name) VALUES (?)").run(name)
    writer.names.makeEvent(name, id: database.lastInsertedRowID)
    return database.lastInsertedRowID
  }

  func attributeNameID(_ name: String) throws -> Int64 {
    if let id = try writer.names.attributeID(of: name, in: database) { return id }
    try checkLength(name)
    guard try count("SELECT count(*) FROM attributeName") < NameLimits.attributeNames else {
      throw ProfileLimitError.tooManyAttributeNames
    }
    try database.statement("INSERT INTO attributeName (name) VALUES (?)").run(name)
    writer.names.makeAttribute(name, id: database.lastInsertedRowID)
    return database.lastInsertedRowID
  }

  /// Records which kinds of value a property has had.
  func note(_ value: Value?, ofProperty id: Int64) throws {
    guard let value else { return }
    let types = ValueTypes(of: value)
    if writer.propertyTypes[id]?.isSuperset(of: types) == true { return }
    try database.statement("UPDATE propertyName SET types = types | ? WHERE id = ?").run(types.rawValue, id)
    writer.propertyTypes[id, default: []].formUnion(types)
  }

  /// Records which attributes an event has had, with which kinds of value.
  func note(_ value: Value, ofAttribute attribute: Int64, event: Int64) throws {
    let key = ProfileWriter.EventAttribute(event: event, attribute: attribute)
    let types = ValueTypes(of: value)
    if writer.attributeTypes[key]?.isSuperset(of: types) == true { return }
    if writer.attributeTypes.count >= NameLimits.catalogedAttributes { writer.attributeTypes.removeAll() }
    try database.statement(
      """
      INSERT INTO eventAttribute (event, attribute, types)
      SELECT ?1, ?2, ?3 WHERE (SELECT count(*) FROM eventAttribute) < \(NameLimits.catalogedAttributes)
      ON CONFLICT DO UPDATE SET types = types | excluded.types
      """
    ).run(event, attribute, types.rawValue)
    writer.attributeTypes[key, default: []].formUnion(types)
  }

  private func makeProperty(_ property: NameCache.Property) throws -> Int64 {
    if let id = try writer.names.id(of: property, in: database) { return id }
    try database.statement("INSERT INTO propertyName (space, name) VALUES (?, ?)")
      .run(property.space.rawValue, property.name)
    writer.names.make(property, id: database.lastInsertedRowID)
    return database.lastInsertedRowID
  }

  private func checkLength(_ name: String) throws {
    guard name.utf8.count <= ProfileLimitError.maximumNameBytes else { throw ProfileLimitError.nameTooLong }
  }

  private func count(_ sql: String) throws -> Int {
    try Int(database.statement(sql).first { $0.integer(0) } ?? 0)
  }
}
