extension ProfileDatabase {
  /// Erases a contact with all that is stored of it, and keeps its identifiers from coming back.
  ///
  /// Blocks until the last of its events is overwritten, in transactions of at most 1,000 rows; after the first of
  /// them nobody sees the contact any more. One that a crash interrupts is ended by `finishErasures()`.
  /// - Returns: the position of the change feed at which the contact is gone.
  /// - Throws: `ProfileStoreError.contactMissing`.
  @discardableResult
  package func eraseContact(_ id: Int64) throws -> Int64 {
    let position = try write { try ContactErasure(transaction: $0).begin(id) }.position
    try finishErasure(of: id)
    try truncateLog()
    return position
  }

  /// Ends the erasures that a crash interrupted; to be called at the start of whoever maintains the database.
  package func finishErasures() throws {
    let pending = try write { try ContactErasure(transaction: $0).pending() }.value
    for contact in pending { try finishErasure(of: contact) }
    if !pending.isEmpty { try truncateLog() }
  }

  private func finishErasure(of id: Int64) throws {
    try writeInSteps { try ContactErasure(transaction: $0).continueErasing(id) }
  }
}
