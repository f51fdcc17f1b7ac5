import SegmentModel
import StrataService
import TrackedPropertyStore

/// How a path names a contact: by its id, or by an identifier, `userId:42` or `email:a@example.com`.
enum ContactReference: Sendable {
  case id(String)
  case identifier(Identifier)

  /// - Throws: `Problem` 400 for an identifier that can be none.
  init(_ text: String) throws {
    guard let colon = text.firstIndex(of: ":") else {
      self = .id(text)
      return
    }
    let kinds = Identifier.Kind.allCases.map(\.rawValue)
    guard let kind = Identifier.Kind(rawValue: String(text[..<colon])) else {
      throw Problem.badRequest(
        "Before the colon stands the kind of identifier: \(kinds.joined(separator: ", ")).", code: "badIdentifier")
    }
    guard let identifier = Identifier(kind, String(text[text.index(after: colon)...])) else {
      throw Problem.badRequest("What stands after \"\(kind.rawValue):\" is never an identifier.", code: "badIdentifier")
    }
    self = .identifier(identifier)
  }

  /// - Throws: `Problem` 404.
  func find(in profiles: ProfileReader) throws -> ContactLookup {
    let found: ContactLookup? =
      switch self {
      case .id(let id): try profiles.contact(publicID: id)
      case .identifier(let identifier): try profiles.contact(bearing: identifier).map { .found($0) }
      }
    guard let found else { throw Problem.notFound("There is no such contact.") }
    return found
  }
}
