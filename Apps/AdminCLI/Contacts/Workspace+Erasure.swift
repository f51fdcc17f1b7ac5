import Foundation
import IngestDialects
import SegmentStore
import StrataService
import TrackedPropertyStore

extension Workspace {
  /// Erases a contact. What was made of the profiles holds it too: a query server that runs hears of it and forgets the
  /// contact; where none runs, that is done here, before the contact goes: what ends early can then be done again.
  ///
  /// The members of segments keep the row id, which leads to nobody, until a query server says that it has left.
  /// - Throws: `CommandFailure` where the file of the index cannot be removed; then nothing is erased.
  func erase(contact id: Int64) throws {
    let known = try profiles.read { try $0.publicIDs(standingFor: id) }
    if try !isFollowed() {
      try removeIndex()
      try store.write { try $0.forget(known) }
    }
    let before = try profiles.read { try $0.feedPosition() }
    let position = try profiles.eraseContact(id, namesOfIDs: Dialects.namesOfIDs)
    if try isFollowed() { return }
    // With whom it was merged meanwhile.
    let erased = try profiles.read { try $0.erasedContacts(after: before, through: position) }
    try store.write { try $0.forget(erased.filter { known[$0.key] == nil }) }
    try emptyLogs()
  }

  private func isFollowed() throws -> Bool { try directory.isTaken(role: ServerProgram.query.rawValue) }

  private func removeIndex() throws {
    let folder = directory.indexFolder
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do {
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
      }
    } catch {
      throw CommandFailure(
        .failed,
        "What \(folder) holds of the contact cannot be removed, so nothing was erased: \(error.localizedDescription)")
    }
  }

  /// What is overwritten in the files stands in their logs as it was. Where others read, a later checkpoint empties them.
  private func emptyLogs() throws {
    // Once more: a reader may have been in the way at the end of the erasure.
    try profiles.truncateLog()
    do {
      try store.checkpoint()
    } catch SegmentStoreError.busy {}
  }
}
