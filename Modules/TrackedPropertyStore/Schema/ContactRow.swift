import GRDB
import SegmentModel

/// Reads a contact with its properties and identifiers.
enum ContactRow {
  static let columns = "id, publicID, state, createdAt, modifiedAt, lastSeenAt, sessionCount, properties"
  private static let byID = "SELECT \(columns) FROM contact WHERE id = ?"

  /// The contact of a row of `columns`, but for its identifiers.
  /// - Parameter wanted: ids of the names of the properties that are read; nil for all.
  static func record(
    _ row: SQLRow, wanted: Set<Int64>? = nil, names: inout NameCache, in database: Database
  ) throws -> ContactRecord {
    let id = row.integer(0)
    guard let state = ContactState(rawValue: row.text(2)) else {
      throw ProfileStoreError.damaged(table: "contact", id: id)
    }
    var contact = ContactRecord(
      id: id, publicID: row.text(1), state: state, createdAt: row.instant(3), modifiedAt: row.optionalInstant(4),
      lastSeenAt: row.optionalInstant(5), sessionCount: Int(row.integer(6)))
    try row.withBytes(7) { bytes in
      let record = bytes.bytes
      var cursor = try PackedRecordCursor(record: record)
      while let entry = try cursor.next(in: record) {
        if let wanted, !wanted.contains(entry.name) { continue }
        let value = try entry.storedValue(in: record)
        guard let property = try names.property(entry.name, in: database) else {
          throw ProfileStoreError.damaged(table: "contact", id: id)
        }
        switch property.space {
        case .contact: contact.properties[ExactText(property.name)] = value
        case .tracked: contact.tracked[ExactText(property.name)] = value
        case .company: throw ProfileStoreError.damaged(table: "contact", id: id)
        }
      }
    }
    return contact
  }

  /// In the order of their kinds and values.
  static func identifiers(of contact: Int64, in database: Database) throws -> [Identifier] {
    let statement = try database.statement(
      "SELECT kind, value FROM identifier WHERE contact = ? ORDER BY kind, value")
    return try statement.all(contact) { row in
      guard let kind = IdentifierCode.kind(of: row.integer(0)) else {
        throw ProfileStoreError.damaged(table: "identifier", id: contact)
      }
      return Identifier(kind: kind, stored: row.text(1))
    }
  }

  /// Without its identifiers.
  static func profile(
    _ id: Int64, wanted: Set<Int64>? = nil, names: inout NameCache, in database: Database
  ) throws -> ContactRecord? {
    try database.statement(byID).first(id) { try record($0, wanted: wanted, names: &names, in: database) }
  }

  static func contact(_ id: Int64, names: inout NameCache, in database: Database) throws -> ContactRecord? {
    guard var contact = try profile(id, names: &names, in: database) else { return nil }
    contact.identifiers = try identifiers(of: id, in: database)
    return contact
  }
}
