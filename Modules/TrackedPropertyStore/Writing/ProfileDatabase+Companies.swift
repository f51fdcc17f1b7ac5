extension ProfileDatabase {
  /// Ends a company's links, at most 1,000 in a transaction, and removes it; its contacts stay. Blocks.
  /// - Throws: `ProfileStoreError.companyMissing`.
  package func deleteCompany(_ id: Int64) throws {
    try writeInSteps { transaction in
      let contacts = try transaction.reader.contacts(of: id, limit: Retention.rowsPerTransaction)
      for contact in contacts { _ = try transaction.unlink(contact: contact, company: id) }
      if contacts.count == Retention.rowsPerTransaction { return true }
      try transaction.deleteCompany(id)
      return false
    }
  }
}
