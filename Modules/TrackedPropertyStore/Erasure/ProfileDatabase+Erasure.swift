import SegmentModel

extension ProfileDatabase {
  /// Erases a contact with all that is stored of it, and keeps its identifiers from coming back.
  ///
  /// Blocks until the last of its events is overwritten, in transactions of at most 1,000 rows; after the first of
  /// them nobody sees the contact any more. One that a crash interrupts is ended by `finishErasures()`.
  /// - Parameter namesOfIDs: the members of refused messages that hold ids of contacts, as the dialects say in which they
  ///   came.
  /// - Returns: the position of the change feed at which the contact is gone.
  /// - Throws: `ProfileStoreError.contactMissing`.
  @discardableResult
  package func eraseContact(_ id: Int64, namesOfIDs: Set<String> = []) throws -> Int64 {
    guard let contact = try read({ try $0.contact(id) }) else { throw ProfileStoreError.contactMissing(id) }
    var searched = SearchedRejections(identifiers: Set(contact.identifiers), namesOfIDs: namesOfIDs)
    try writeInSteps { transaction in
      try ContactErasure(transaction: transaction).removeRejectedMessages(&searched)
    }
    let position = try write { try ContactErasure(transaction: $0).begin(id, searched: searched) }.position
    try finishErasure(of: id)
    try truncateLog()
    return position
  }

  /// Ends the erasures that a crash interrupted; to be called at the start of whoever maintains the database.
  package func finishErasures() throws {
    guard try read({ try $0.isErasing() }) else { return }
    while true {
      let pending = try write { try ContactErasure(transaction: $0).pending() }.value
      if pending.isEmpty { break }
      for contact in pending { try finishErasure(of: contact) }
    }
    try truncateLog()
  }

  private func finishErasure(of id: Int64) throws {
    try writeInSteps { try ContactErasure(transaction: $0).continueErasing(id) }
  }
}

extension ProfileReader {
  /// Contacts that were erased between two positions of the change feed, and those merged into them before: their public
  /// ids by row id.
  package func erasedContacts(after: Int64, through last: Int64) throws -> [Int64: String] {
    let rows = try database.statement(
      "SELECT contact, publicID FROM erasedContact WHERE position > ? AND position <= ?"
    ).all(after, last) { ($0.integer(0), $0.text(1)) }
    return Dictionary(rows, uniquingKeysWith: { _, last in last })
  }

  /// Whether there are contacts of which events are still to go.
  func isErasing() throws -> Bool {
    try database.statement("SELECT 1 FROM erasure LIMIT 1").first { _ in true } ?? false
  }
}
