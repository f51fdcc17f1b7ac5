import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  package func company(groupID: String) throws -> Int64? {
    try database.statement("SELECT company FROM companyIdentifier WHERE groupID = ?")
      .first(groupID) { $0.integer(0) }
  }

  package func company(publicID: String) throws -> Int64? {
    try database.statement("SELECT id FROM company WHERE publicID = ?").first(publicID) { $0.integer(0) }
  }

  package func loadCompany(_ id: Int64) throws -> CompanyRecord? {
    try CompanyRow.company(id, names: &writer.names, in: database)
  }

  /// Stores a new company with its group ids; gives the record its `id` and `publicID`.
  /// - Throws: `ProfileLimitError`, `ProfileStoreError.groupIDTaken`.
  package func insertCompany(_ record: CompanyRecord) throws -> CompanyRecord {
    let packed = try pack([(.company, record.properties)])
    var company = record
    company.publicID = PublicID.company.make()
    try database.statement("INSERT INTO company (publicID, createdAt, modifiedAt, properties) VALUES (?, ?, ?, ?)")
      .run(company.publicID, company.createdAt, company.modifiedAt, packed)
    company.id = database.lastInsertedRowID
    for groupID in company.groupIDs { try add(groupID: groupID, to: company.id) }
    for (name, value) in company.properties where value.value != nil {
      let id = try propertyID(name.text, in: .company)
      tally.replace(nil, by: value.value, name: id)
      try note(value.value, ofProperty: id)
    }
    try feed(.companyCreation, entity: company.id)
    return company
  }

  /// Writes what differs from what is stored, with a feed entry for each name whose value changed.
  /// - Throws: `ProfileLimitError`, and then nothing of the record was written.
  package func updateCompany(_ record: CompanyRecord) throws {
    guard let stored = try loadCompany(record.id) else { throw ProfileStoreError.companyMissing(record.id) }
    let changes = PropertyChange.between(stored.properties, record.properties, in: .company)
    var rules: [String] = []
    if stored.createdAt != record.createdAt { rules.append("createdAt") }
    if stored.modifiedAt != record.modifiedAt { rules.append("modifiedAt") }
    if !changes.isEmpty || !rules.isEmpty {
      let packed = try pack([(.company, record.properties)])
      try database.statement("UPDATE company SET createdAt = ?, modifiedAt = ?, properties = ? WHERE id = ?")
        .run(record.createdAt, record.modifiedAt, packed, record.id)
    }
    let old = Set(stored.groupIDs.map { ExactText($0) })
    let new = Set(record.groupIDs.map { ExactText($0) })
    for groupID in old.subtracting(new) {
      try database.statement("DELETE FROM companyIdentifier WHERE groupID = ? AND company = ?")
        .run(groupID.text, record.id)
    }
    for groupID in new.subtracting(old) { try add(groupID: groupID.text, to: record.id) }
    try self.record(changes, kind: { _ in .companyProperty }, entity: record.id)
    for name in rules { try feed(.companyProperty, entity: record.id, name: propertyID(name, in: .company)) }
  }

  /// Removes a company and its links; its contacts stay.
  package func deleteCompany(_ id: Int64) throws {
    guard let company = try loadCompany(id) else { throw ProfileStoreError.companyMissing(id) }
    for (name, value) in company.properties {
      tally.replace(value.value, by: nil, name: try propertyID(name.text, in: .company))
    }
    try removeLinks(where: "company", is: id)
    try database.statement("DELETE FROM companyIdentifier WHERE company = ?").run(id)
    try database.statement("DELETE FROM company WHERE id = ?").run(id)
    try feed(.companyDeletion, entity: id)
    try database.statement("INSERT INTO deletedCompany (company, publicID, position) VALUES (?, ?, ?)")
      .run(id, company.publicID, database.lastInsertedRowID)
  }

  /// False where the link was there.
  package func link(contact: Int64, company: Int64) throws -> Bool {
    try database.statement("INSERT OR IGNORE INTO contactCompany (contact, company) VALUES (?, ?)")
      .run(contact, company)
    guard database.changesCount > 0 else { return false }
    try feed(.link, entity: contact, item: company)
    return true
  }

  /// False where there was no link.
  package func unlink(contact: Int64, company: Int64) throws -> Bool {
    try database.statement("DELETE FROM contactCompany WHERE contact = ? AND company = ?").run(contact, company)
    guard database.changesCount > 0 else { return false }
    try feed(.link, entity: contact, item: company)
    return true
  }

  /// Ends all links of a contact or a company.
  /// - Parameter column: `contact` or `company`.
  func removeLinks(where column: StaticString, is id: Int64) throws {
    let links = try database.statement("SELECT contact, company FROM contactCompany WHERE \(column) = ?")
      .all(id) { ($0.integer(0), $0.integer(1)) }
    try database.statement("DELETE FROM contactCompany WHERE \(column) = ?").run(id)
    for (contact, company) in links { try feed(.link, entity: contact, item: company) }
  }

  private func add(groupID: String, to company: Int64) throws {
    try database.statement("INSERT OR IGNORE INTO companyIdentifier (groupID, company) VALUES (?, ?)")
      .run(groupID, company)
    if database.changesCount == 0, try self.company(groupID: groupID) != company {
      throw ProfileStoreError.groupIDTaken(groupID)
    }
  }
}
