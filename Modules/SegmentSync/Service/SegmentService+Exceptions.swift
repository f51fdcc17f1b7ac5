package import SegmentModel
package import SegmentStore

/// Exceptions by hand, one contact at a time; a definition also carries all of them at once.
extension SegmentService {
  package enum ExceptionKind: String, Sendable, CaseIterable {
    case include, exclude
  }

  /// Puts a contact in or out by hand, in place of what was said of it before.
  /// - Parameter exception: names the contact by its public id.
  /// - Throws: as `replace`.
  package func setException(
    _ kind: ExceptionKind, _ exception: SegmentException, of id: String, expecting revision: Int64?
  ) throws -> StoredSegment {
    try changeExceptions(of: id, about: exception.contact, expecting: revision) { definition in
      switch kind {
      case .include: definition.include.append(exception)
      case .exclude: definition.exclude.append(exception)
      }
    }
  }

  /// Lets the filter decide again about a contact.
  /// - Throws: as `replace`; `ServiceError.notFound` also where there is no exception of this contact.
  package func removeException(of contact: String, from id: String, expecting revision: Int64?) throws -> StoredSegment
  {
    try changeExceptions(of: id, about: contact, expecting: revision) { _ in }
  }

  /// The segments that refer to a list.
  package func users(ofList id: String) throws -> [SegmentName] { try store.read { try $0.users(ofList: id) } }

  /// Takes out what is said of the contact, under whatever id it had before merges, and lets `change` add to it.
  private func changeExceptions(
    of id: String, about contact: String, expecting revision: Int64?, _ change: (inout SegmentDefinition) -> Void
  ) throws -> StoredSegment {
    let named = try store.read { try stored(id, $0) }.definition.exceptedContacts
    let same = try idsOfOne(contact, among: named)
    return try update(id, expecting: revision) { old in
      var definition = old
      definition.include.removeAll { same.contains($0.contact) }
      definition.exclude.removeAll { same.contains($0.contact) }
      let isThere = definition.exceptedContacts.count < old.exceptedContacts.count
      change(&definition)
      if !isThere, definition == old { throw ServiceError.notFound("exception of \(contact)") }
      return definition.json
    }
  }

  private func idsOfOne(_ contact: String, among others: Set<String>) throws -> Set<String> {
    try profiles.read { snapshot in
      var same: Set = [contact]
      guard let row = try snapshot.rowID(publicID: contact, isPeople: true) else { return same }
      for other in others where try snapshot.rowID(publicID: other, isPeople: true) == row { same.insert(other) }
      return same
    }
  }
}

extension SegmentDefinition {
  fileprivate var exceptedContacts: Set<String> { Set((include + exclude).map(\.contact)) }
}
