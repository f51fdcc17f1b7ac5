import GRDB
import SegmentModel

/// Reads a company with its properties and group ids.
enum CompanyRow {
  static let columns = "id, publicID, createdAt, modifiedAt, properties"
  private static let byID = "SELECT \(columns) FROM company WHERE id = ?"

  /// The company of a row of `columns`, but for its group ids.
  static func record(_ row: SQLRow, names: inout NameCache, in database: Database) throws -> CompanyRecord {
    let id = row.integer(0)
    var company = CompanyRecord(
      id: id, publicID: row.text(1), createdAt: row.instant(2), modifiedAt: row.optionalInstant(3))
    try row.withBytes(4) { bytes in
      let record = bytes.bytes
      var cursor = try PackedRecordCursor(record: record)
      while let entry = try cursor.next(in: record) {
        let value = try entry.storedValue(in: record)
        guard let property = try names.property(entry.name, in: database), property.space == .company else {
          throw ProfileStoreError.damaged(table: "company", id: id)
        }
        company.properties[ExactText(property.name)] = value
      }
    }
    return company
  }

  static func groupIDs(of company: Int64, in database: Database) throws -> [String] {
    try database.statement("SELECT groupID FROM companyIdentifier WHERE company = ? ORDER BY groupID")
      .all(company) { $0.text(0) }
  }

  static func company(_ id: Int64, names: inout NameCache, in database: Database) throws -> CompanyRecord? {
    let statement = try database.statement(byID)
    guard var company = try statement.first(id, read: { try record($0, names: &names, in: database) }) else {
      return nil
    }
    company.groupIDs = try groupIDs(of: id, in: database)
    return company
  }
}
