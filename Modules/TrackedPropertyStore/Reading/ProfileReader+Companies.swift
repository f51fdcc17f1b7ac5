package import SegmentModel

extension ProfileReader {
  package func company(_ id: Int64) throws -> CompanyRecord? {
    try names.withCache { try CompanyRow.company(id, names: &$0, in: database) }
  }

  package func company(publicID: String) throws -> CompanyRecord? {
    try database.statement("SELECT id FROM company WHERE publicID = ?").first(publicID) { $0.integer(0) }
      .flatMap(company)
  }

  package func company(groupID: String) throws -> CompanyRecord? {
    try database.statement("SELECT company FROM companyIdentifier WHERE groupID = ?").first(groupID) { $0.integer(0) }
      .flatMap(company)
  }

  /// The companies with row ids above `after`, in their order.
  package func companies(after: Int64 = 0, limit: Int) throws -> [CompanyRecord] {
    let ids = try database.statement("SELECT id FROM company WHERE id > ? ORDER BY id LIMIT ?")
      .all(after, limit) { $0.integer(0) }
    return try ids.compactMap(company)
  }

  /// Row ids of the companies that a contact belongs to.
  package func companies(of contact: Int64) throws -> [Int64] {
    try database.statement("SELECT company FROM contactCompany WHERE contact = ? ORDER BY company")
      .all(contact) { $0.integer(0) }
  }

  /// The events of a company's contacts, newest first. Looks at an index entry for each event that they have.
  /// - Parameter before: the last of the page before.
  package func events(
    ofCompany company: Int64, before: (time: Instant, id: Int64)? = nil, limit: Int
  ) throws -> [EventRecord] {
    let last = before ?? (Instant(milliseconds: .max), .max)
    return try names.withCache { cache in
      try database.statement(
        """
        SELECT \(EventRow.columns) FROM event WHERE id IN (
          SELECT e.id FROM contactCompany l CROSS JOIN event e ON e.contact = l.contact
          WHERE l.company = ? AND (e.time, e.id) < (?, ?) ORDER BY e.time DESC, e.id DESC LIMIT ?)
        ORDER BY time DESC, id DESC
        """
      ).all(company, last.time, last.id, limit) { try EventRow.record($0, names: &cache, in: database) }
    }
  }

  package func isLinked(contact: Int64, company: Int64) throws -> Bool {
    try database.statement("SELECT 1 FROM contactCompany WHERE contact = ? AND company = ?")
      .first(contact, company) { _ in true } ?? false
  }

  /// Row ids of the contacts of a company, above `after`.
  package func contacts(of company: Int64, after: Int64 = 0, limit: Int) throws -> [Int64] {
    try database.statement(
      "SELECT contact FROM contactCompany WHERE company = ? AND contact > ? ORDER BY contact LIMIT ?"
    ).all(company, after, limit) { $0.integer(0) }
  }
}
