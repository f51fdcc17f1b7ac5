import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// The contact that bears the identifier now, after merges.
  package func contact(bearing identifier: Identifier) throws -> Int64? {
    try database.statement("SELECT contact FROM identifier WHERE kind = ? AND value = ?")
      .first(IdentifierCode.code(of: identifier.kind), identifier.value) { $0.integer(0) }
  }

  package func loadContact(_ id: Int64) throws -> ContactRecord? {
    if let contact = writer.contact(id) { return contact }
    guard let contact = try ContactRow.contact(id, names: &writer.names, in: database) else { return nil }
    writer.remember(contact)
    return contact
  }

  /// Stores a new contact with its identifiers; gives the record its `id` and `publicID`.
  /// - Throws: `ProfileLimitError`, `ProfileStoreError.identifierTaken`.
  package func insertContact(_ record: ContactRecord) throws -> ContactRecord {
    try checkIdentifiers(record)
    let packed = try pack([(.contact, record.properties), (.tracked, record.tracked)])
    var contact = record
    contact.publicID = PublicID.contact.make()
    try database.statement(
      """
      INSERT INTO contact (publicID, state, createdAt, modifiedAt, lastSeenAt, sessionCount, properties)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      contact.publicID, contact.state.rawValue, contact.createdAt, contact.modifiedAt, contact.lastSeenAt,
      contact.sessionCount, packed)
    contact.id = database.lastInsertedRowID
    for identifier in contact.identifiers { try add(identifier, to: contact.id) }
    for (space, values) in [(PropertySpace.contact, contact.properties), (.tracked, contact.tracked)] {
      for (name, value) in values where value.value != nil {
        let id = try propertyID(name.text, in: space)
        tally.replace(nil, by: value.value, name: id)
        try note(value.value, ofProperty: id)
      }
    }
    try feed(.contactCreation, entity: contact.id)
    writer.remember(contact)
    return contact
  }

  /// Writes what differs from what is stored, with a feed entry for each name whose value changed.
  /// - Throws: `ProfileLimitError`, and then nothing of the record was written.
  package func updateContact(_ record: ContactRecord) throws {
    guard let stored = try loadContact(record.id) else { throw ProfileStoreError.contactMissing(record.id) }
    try checkIdentifiers(record)
    let changes =
      PropertyChange.between(stored.properties, record.properties, in: .contact)
      + PropertyChange.between(stored.tracked, record.tracked, in: .tracked)
    try updateRow(record, stored: stored, changes: changes)
    try updateIdentifiers(record, stored: stored)
    try self.record(
      changes, kind: { $0 == .tracked ? .trackedProperty : .contactProperty }, entity: record.id)
    for name in Self.changedRules(from: stored, to: record) {
      try feed(.contactProperty, entity: record.id, name: propertyID(name, in: .contact))
    }
    var contact = record
    contact.publicID = stored.publicID
    writer.remember(contact)
  }

  private func updateRow(_ record: ContactRecord, stored: ContactRecord, changes: [PropertyChange]) throws {
    if changes.isEmpty {
      if Self.changedRules(from: stored, to: record).isEmpty { return }
      try database.statement(
        """
        UPDATE contact SET state = ?, createdAt = ?, modifiedAt = ?, lastSeenAt = ?, sessionCount = ? WHERE id = ?
        """
      ).run(
        record.state.rawValue, record.createdAt, record.modifiedAt, record.lastSeenAt, record.sessionCount, record.id)
      return
    }
    let packed = try pack([(.contact, record.properties), (.tracked, record.tracked)])
    try database.statement(
      """
      UPDATE contact
      SET state = ?, createdAt = ?, modifiedAt = ?, lastSeenAt = ?, sessionCount = ?, properties = ? WHERE id = ?
      """
    ).run(
      record.state.rawValue, record.createdAt, record.modifiedAt, record.lastSeenAt, record.sessionCount, packed,
      record.id)
  }

  /// The names of `BasicProperty.keptByRules` whose value differs.
  private static func changedRules(from old: ContactRecord, to new: ContactRecord) -> [String] {
    var names: [String] = []
    if old.state != new.state { names.append("state") }
    if old.createdAt != new.createdAt { names.append("createdAt") }
    if old.modifiedAt != new.modifiedAt { names.append("modifiedAt") }
    if old.lastSeenAt != new.lastSeenAt { names.append("lastSeenAt") }
    if old.sessionCount != new.sessionCount { names.append("sessionCount") }
    return names
  }

  private func checkIdentifiers(_ record: ContactRecord) throws {
    guard record.identifiers.count <= Identifier.maximumPerContact else { throw ProfileLimitError.tooManyIdentifiers }
  }

  private func updateIdentifiers(_ record: ContactRecord, stored: ContactRecord) throws {
    if record.identifiers == stored.identifiers { return }
    let old = Set(stored.identifiers)
    let new = Set(record.identifiers)
    for identifier in stored.identifiers where !new.contains(identifier) {
      try database.statement("DELETE FROM identifier WHERE kind = ? AND value = ? AND contact = ?")
        .run(IdentifierCode.code(of: identifier.kind), identifier.value, record.id)
    }
    for identifier in record.identifiers where !old.contains(identifier) { try add(identifier, to: record.id) }
  }

  private func add(_ identifier: Identifier, to contact: Int64) throws {
    try database.statement("INSERT OR IGNORE INTO identifier (kind, value, contact) VALUES (?, ?, ?)")
      .run(IdentifierCode.code(of: identifier.kind), identifier.value, contact)
    if database.changesCount == 0, try self.contact(bearing: identifier) != contact {
      throw ProfileStoreError.identifierTaken(identifier)
    }
  }
}
