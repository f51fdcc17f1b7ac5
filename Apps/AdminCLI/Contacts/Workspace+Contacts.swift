import SegmentModel
import TrackedPropertyStore

extension Workspace {
  /// The contact that a person names, by its id or an identifier, or the one that it was merged into.
  /// - Throws: `BadReference`; `CommandFailure` where there is none.
  func contact(named text: String) throws -> ContactRecord {
    let reference = try ContactReference(text)
    let found = try profiles.read { profiles in try profiles.contactID(reference).flatMap(profiles.contact) }
    guard let found else { throw CommandFailure(.notFound, "There is no contact \"\(text)\".") }
    return found
  }
}
