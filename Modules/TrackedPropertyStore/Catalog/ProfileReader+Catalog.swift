package import SegmentModel

/// The catalog. Types and how many hold a name are kept up to date by each write; samples are looked up.
extension ProfileReader {
  /// Contacts or companies, the newest, among which samples are looked for.
  private static let sampledRows = 2_000

  private static let propertyColumns = "id, name, space, holders, types, declaredType, declaredUnit, label"

  /// By name.
  package func properties(in space: PropertySpace) throws -> [CatalogedProperty] {
    try database.statement("SELECT \(Self.propertyColumns) FROM propertyName WHERE space = ? ORDER BY name")
      .all(space.rawValue, read: Self.property)
  }

  /// Nil where nobody has had it and nobody has declared it.
  package func property(_ name: String, in space: PropertySpace) throws -> CatalogedProperty? {
    try database.statement("SELECT \(Self.propertyColumns) FROM propertyName WHERE space = ? AND name = ?")
      .first(space.rawValue, name, read: Self.property)
  }

  private static func property(_ row: SQLRow) throws -> CatalogedProperty {
    guard let space = PropertySpace(rawValue: row.integer(2)) else {
      throw ProfileStoreError.damaged(table: "propertyName", id: row.integer(0))
    }
    return CatalogedProperty(
      id: row.integer(0), name: row.text(1), space: space, holders: Int(row.integer(3)),
      types: ValueTypes(rawValue: row.integer(4)), declaredType: row.optionalText(5).flatMap(DeclaredType.init),
      declaredUnit: row.optionalText(6).flatMap(DateUnit.init), label: row.optionalText(7))
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

  /// Up to `limit` different values of each of these properties, from the newest contacts or companies that have it.
  /// What is kept by rules has none.
  /// - Parameter names: ids of names.
  package func samples(of names: Set<Int64>, ofCompanies: Bool, limit: Int) throws -> [Int64: [Value]] {
    var samples: [Int64: [Value]] = [:]
    _ = try database.statement("SELECT properties FROM \(ofCompanies ? "company" : "contact") ORDER BY id DESC LIMIT ?")
      .all(Self.sampledRows) { row in
        try row.withBytes(0) { bytes in
          let record = bytes.bytes
          var cursor = try PackedRecordCursor(record: record)
          while let entry = try cursor.next(in: record) {
            guard names.contains(entry.name), samples[entry.name, default: []].count < limit,
              let value = try entry.value(in: record), samples[entry.name]?.contains(value) != true
            else { continue }
            samples[entry.name, default: []].append(value)
          }
        }
      }
    return samples
  }
}
