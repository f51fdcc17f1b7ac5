package import SegmentModel

extension ProfileReader {
  package func contact(_ id: Int64) throws -> ContactRecord? {
    try names.withCache { try ContactRow.contact(id, names: &$0, in: database) }
  }

  /// A contact without its identifiers, and of its properties those of some names alone, as far as it has them.
  /// - Parameter properties: nil for all.
  package func profile(_ id: Int64, properties: Set<PropertyName>? = nil) throws -> ContactRecord? {
    try names.withCache { cache in
      let wanted = try properties?.compactMap { name in
        try cache.id(of: NameCache.Property(space: name.space, name: name.name.text), in: database)
      }
      return try ContactRow.profile(id, wanted: wanted.map(Set.init), names: &cache, in: database)
    }
  }

  /// Public ids that merges into a contact took away.
  package func formerPublicIDs(of contact: Int64) throws -> [String] {
    try database.statement("SELECT publicID FROM mergedContact WHERE winner = ?").all(contact) { $0.text(0) }
  }

  /// What is to be forgotten of a contact elsewhere: its public id and those that merges into it took away, by row id.
  package func publicIDs(standingFor contact: Int64) throws -> [Int64: String] {
    let rows = try database.statement(
      "SELECT id, publicID FROM contact WHERE id = ?1 UNION ALL SELECT loser, publicID FROM mergedContact WHERE winner = ?1"
    ).all(contact) { ($0.integer(0), $0.text(1)) }
    return Dictionary(rows, uniquingKeysWith: { _, last in last })
  }

  /// Nil where there is none, or it was erased.
  package func contact(publicID: String) throws -> ContactLookup? {
    let id = try database.statement("SELECT id FROM contact WHERE publicID = ?").first(publicID) { $0.integer(0) }
    if let contact = try id.flatMap(contact) { return .found(contact) }
    return try database.statement(
      """
      SELECT contact.publicID FROM mergedContact JOIN contact ON contact.id = mergedContact.winner
      WHERE mergedContact.publicID = ?
      """
    ).first(publicID) { .merged(into: $0.text(0)) }
  }

  package func contact(bearing identifier: Identifier) throws -> ContactRecord? {
    let id = try database.statement("SELECT contact FROM identifier WHERE kind = ? AND value = ?")
      .first(IdentifierCode.code(of: identifier.kind), identifier.value) { $0.integer(0) }
    return try id.flatMap(contact)
  }

  /// The contacts with row ids above `after`, in their order.
  package func contacts(after: Int64 = 0, limit: Int) throws -> [ContactRecord] {
    let rows = try names.withCache { cache in
      try database.statement("SELECT \(ContactRow.columns) FROM contact WHERE id > ? ORDER BY id LIMIT ?")
        .all(after, limit) { try ContactRow.record($0, names: &cache, in: database) }
    }
    return try rows.map { row in
      var contact = row
      contact.identifiers = try ContactRow.identifiers(of: row.id, in: database)
      return contact
    }
  }

  /// The events of a contact, newest first.
  /// - Parameter before: the last of the page before.
  package func events(
    of contact: Int64, before: (time: Instant, id: Int64)? = nil, limit: Int
  ) throws -> [EventRecord] {
    let last = before ?? (Instant(milliseconds: .max), .max)
    return try names.withCache { cache in
      try database.statement(
        """
        SELECT \(EventRow.columns) FROM event WHERE contact = ? AND (time, id) < (?, ?)
        ORDER BY time DESC, id DESC LIMIT ?
        """
      ).all(contact, last.time, last.id, limit) { try EventRow.record($0, names: &cache, in: database) }
    }
  }

  /// The events of everyone in the order in which they came, the last one first.
  /// - Parameter before: row id of the last one of the page before.
  package func latestEvents(before: Int64 = .max, limit: Int) throws -> [EventRecord] {
    try names.withCache { cache in
      try database.statement("SELECT \(EventRow.columns) FROM event WHERE id < ? ORDER BY id DESC LIMIT ?")
        .all(before, limit) { try EventRow.record($0, names: &cache, in: database) }
    }
  }

  package func event(_ id: Int64) throws -> EventRecord? {
    try names.withCache { cache in
      try database.statement("SELECT \(EventRow.columns) FROM event WHERE id = ?")
        .first(id) { try EventRow.record($0, names: &cache, in: database) }
    }
  }
}
