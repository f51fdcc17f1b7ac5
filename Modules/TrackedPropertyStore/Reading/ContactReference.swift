package import SegmentModel

/// How people and programs name a contact: by its id, or by an identifier, `userId:42` or `email:a@example.com`.
package enum ContactReference: Sendable, Hashable {
  case id(String)
  case identifier(Identifier)

  /// - Throws: for an identifier that can be none.
  package init(_ text: String) throws(BadReference) {
    guard let colon = text.firstIndex(of: ":") else {
      self = .id(text)
      return
    }
    let kinds = Identifier.Kind.allCases.map(\.rawValue)
    guard let kind = Identifier.Kind(rawValue: String(text[..<colon])) else {
      throw BadReference("Before the colon stands the kind of identifier: \(kinds.joined(separator: ", ")).")
    }
    guard let identifier = Identifier(kind, String(text[text.index(after: colon)...])) else {
      throw BadReference("What stands after \"\(kind.rawValue):\" is never an identifier.")
    }
    self = .identifier(identifier)
  }
}

/// How people and programs name a company: by its id, or by what `group` messages call it, `groupId:acme`.
package enum CompanyReference: Sendable, Hashable {
  case id(String)
  case groupID(String)

  /// - Throws: where another kind than `groupId` stands before a colon, or nothing after it.
  package init(_ text: String) throws(BadReference) {
    if PublicID.company.matches(text) || !text.contains(":") {
      self = .id(text)
      return
    }
    let prefix = "groupId:"
    guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else {
      throw BadReference("A company is named by its id, com_…, or by groupId: and what follows.")
    }
    self = .groupID(String(text.dropFirst(prefix.count)))
  }
}

/// A text that names nothing that could be; `description` is a sentence for the person who wrote it.
package struct BadReference: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ sentence: String) {
    description = sentence
  }
}

extension ProfileReader {
  /// Nil where there is none, or it was erased.
  package func contact(_ reference: ContactReference) throws -> ContactLookup? {
    switch reference {
    case .id(let id): try contact(publicID: id)
    case .identifier(let identifier): try contact(bearing: identifier).map { .found($0) }
    }
  }

  /// Row id of the contact, after merges; nil where there is none.
  package func contactID(_ reference: ContactReference) throws -> Int64? {
    switch reference {
    case .identifier(let identifier):
      try database.statement("SELECT contact FROM identifier WHERE kind = ? AND value = ?")
        .first(IdentifierCode.code(of: identifier.kind), identifier.value) { $0.integer(0) }
    case .id(let id):
      try database.statement(
        """
        SELECT id FROM contact WHERE publicID = ?1
        UNION ALL SELECT winner FROM mergedContact WHERE publicID = ?1
        """
      ).first(id) { $0.integer(0) }
    }
  }

  /// Nil where there is none.
  package func company(_ reference: CompanyReference) throws -> CompanyRecord? {
    switch reference {
    case .id(let id): try company(publicID: id)
    case .groupID(let id): try company(groupID: id)
    }
  }
}
