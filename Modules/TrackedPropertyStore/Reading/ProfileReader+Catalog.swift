package import SegmentModel

/// The catalog. Types and how many hold a name are kept up to date by each write; samples are looked up.
extension ProfileReader {
  /// Contacts or companies, the newest, among which samples are looked for.
  private static let sampledRows = 2_000

  /// By name.
  package func properties(in space: PropertySpace) throws -> [CatalogedProperty] {
    try database.statement(
      """
      SELECT name, holders, types, declaredType, declaredUnit, label FROM propertyName WHERE space = ? ORDER BY name
      """
    ).all(space.rawValue) { row in
      CatalogedProperty(
        name: row.text(0), space: space, holders: Int(row.integer(1)), types: ValueTypes(rawValue: row.integer(2)),
        declaredType: row.optionalText(3).flatMap(DeclaredType.init),
        declaredUnit: row.optionalText(4).flatMap(DateUnit.init), label: row.optionalText(5))
    }
  }

  /// By name.
  package func events() throws -> [CatalogedEvent] {
    var attributes: [Int64: [CatalogedAttribute]] = [:]
    let pairs = try database.statement(
      """
      SELECT event, attributeName.name, types FROM eventAttribute
      JOIN attributeName ON attributeName.id = attribute ORDER BY attributeName.name
      """
    ).all { ($0.integer(0), CatalogedAttribute(name: $0.text(1), types: ValueTypes(rawValue: $0.integer(2)))) }
    for (event, attribute) in pairs { attributes[event, default: []].append(attribute) }
    return try database.statement("SELECT id, name, events FROM eventName ORDER BY name").all { row in
      CatalogedEvent(name: row.text(1), events: Int(row.integer(2)), attributes: attributes[row.integer(0)] ?? [])
    }
  }

  /// Up to `limit` different values of a property, from the newest contacts or companies that have it.
  package func samples(of name: String, in space: PropertySpace, limit: Int) throws -> [Value] {
    guard let id = try propertyNameID(name, in: space) else { return [] }
    let table = space == .company ? "company" : "contact"
    let rows = try database.statement("SELECT properties FROM \(table) ORDER BY id DESC LIMIT ?")
      .all(Self.sampledRows) { row -> Value? in
        try row.withBytes(0) { bytes in
          let record = bytes.bytes
          var cursor = try PackedRecordCursor(record: record)
          while let entry = try cursor.next(in: record), entry.name <= id {
            if entry.name == id { return try entry.value(in: record) }
          }
          return nil
        }
      }
    var seen: Set<Value> = []
    var samples: [Value] = []
    for case let value? in rows where samples.count < limit && seen.insert(value).inserted { samples.append(value) }
    return samples
  }
}
