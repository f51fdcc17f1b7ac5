import Foundation
import IngestDialects
import SegmentStore
import StrataService
import TrackedPropertyStore

extension Workspace {
  /// Erases a contact. What was made of the profiles holds it too: a query server that runs hears of it and forgets the
  /// contact; where none runs, that is done here.
  ///
  /// The members of segments keep the row id, which leads to nobody, until a query server says that it has left.
  func erase(contact id: Int64) throws {
    let before = try profiles.read { try $0.feedPosition() }
    let position = try profiles.eraseContact(id, namesOfIDs: Dialects.namesOfIDs)
    if try directory.isTaken(role: ServerProgram.query.rawValue) { return }
    let folder = directory.indexFolder
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
    }
    let erased = try profiles.read { try $0.erasedContacts(after: before, through: position) }
    try store.write { try $0.forget(erased) }
    try emptyLogs()
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
