package import SegmentModel

/// Everything that there is, row by row, for those that keep a copy in memory. What identifies contacts and companies
/// is left out.
extension ProfileReader {
  /// Contacts by rising row id.
  package func eachContact(_ body: (ContactRecord) throws -> Void) throws {
    // The shared names would be locked for as long as this takes.
    var cache = NameCache()
    try database.statement("SELECT \(ContactRow.columns) FROM contact ORDER BY id")
      .each { try body(ContactRow.record($0, names: &cache, in: database)) }
  }

  /// Companies by rising row id.
  package func eachCompany(_ body: (CompanyRecord) throws -> Void) throws {
    var cache = NameCache()
    try database.statement("SELECT \(CompanyRow.columns) FROM company ORDER BY id")
      .each { try body(CompanyRow.record($0, names: &cache, in: database)) }
  }

  /// Events by rising row id; those whose contact is gone are being erased and are left out by whoever has the contacts.
  package func eachEvent(after: Int64 = 0, _ body: (EventRecord) throws -> Void) throws {
    var cache = NameCache()
    try database.statement("SELECT \(EventRow.columns) FROM event WHERE id > ? ORDER BY id")
      .each(after) { try body(EventRow.record($0, names: &cache, in: database)) }
  }

  /// The events of a contact by rising row id.
  package func eachEvent(of contact: Int64, _ body: (EventRecord) throws -> Void) throws {
    var cache = NameCache()
    try database.statement("SELECT \(EventRow.columns) FROM event WHERE contact = ? ORDER BY id")
      .each(contact) { try body(EventRow.record($0, names: &cache, in: database)) }
  }

  /// Row ids of contacts and of the companies that they belong to.
  package func eachLink(_ body: (_ contact: Int64, _ company: Int64) throws -> Void) throws {
    try database.statement("SELECT contact, company FROM contactCompany").each {
      try body($0.integer(0), $0.integer(1))
    }
  }

  /// Public ids of lists and row ids of the contacts on them.
  package func eachListEntry(_ body: (_ list: String, _ contact: Int64) throws -> Void) throws {
    try database.statement(
      "SELECT list.publicID, listEntry.contact FROM listEntry JOIN list ON list.id = listEntry.list"
    ).each { try body($0.text(0), $0.integer(1)) }
  }

  /// Public ids that merges took away, and the row ids of the contacts that they now stand for.
  package func eachMergedContact(_ body: (_ publicID: String, _ winner: Int64) throws -> Void) throws {
    try database.statement("SELECT publicID, winner FROM mergedContact ORDER BY winner").each {
      try body($0.text(0), $0.integer(1))
    }
  }
}
