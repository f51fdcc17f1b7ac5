import SegmentModel
import StrataService
import TrackedPropertyStore

/// What a path names, or why there is nothing.
extension ProfileReader {
  /// - Throws: `Problem` 404.
  func lookup(_ reference: ContactReference) throws -> ContactLookup {
    guard let found = try contact(reference) else { throw Problem.notFound("There is no such contact.") }
    return found
  }

  /// The contact, or the one that it was merged into.
  /// - Throws: `Problem` 404.
  func survivor(_ reference: ContactReference) throws -> ContactRecord {
    switch try lookup(reference) {
    case .found(let contact): return contact
    case .merged(let winner): return try survivor(.id(winner))
    }
  }

  /// The contact that is to be written to.
  /// - Throws: `Problem` 404; 409 where it was merged, for the writer has not seen the one that it is now.
  func unmerged(_ reference: ContactReference) throws -> ContactRecord {
    switch try lookup(reference) {
    case .found(let contact): return contact
    case .merged(let winner):
      throw Problem.conflict(
        "The contact was merged into \(winner): read that one, then write to it.", code: "merged",
        members: [JSONMember("mergedInto", .string(winner))])
    }
  }

  /// - Throws: `Problem` 404.
  func found(_ reference: CompanyReference) throws -> CompanyRecord {
    guard let found = try company(reference) else { throw Problem.notFound("There is no such company.") }
    return found
  }
}
