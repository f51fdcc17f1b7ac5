package import SegmentModel

/// Why the store refuses what it was asked.
package enum ProfileStoreError: Error, Equatable, CustomStringConvertible {
  /// The database was made by a newer version.
  case newer(path: String)
  /// The file is an SQLite database of something else.
  case foreign(path: String)
  /// Another program kept the file locked for too long.
  case busy
  /// The disk is full where temporary files go.
  case noRoomForDraft
  case contactMissing(Int64)
  case companyMissing(Int64)
  case sourceMissing(String)
  case listMissing(Int64)
  case tooManyLists
  /// Another contact bears the identifier; it is to be taken from that one first.
  case identifierTaken(Identifier)
  case groupIDTaken(String)
  /// A contact cannot be merged into itself.
  case mergeIntoItself(Int64)
  /// A row holds what this version does not write.
  case damaged(table: String, id: Int64)

  package var code: String {
    switch self {
    case .newer: "profiles_newer"
    case .foreign: "profiles_foreign"
    case .busy: "profiles_busy"
    case .noRoomForDraft: "no_room_for_draft"
    case .contactMissing: "contact_missing"
    case .companyMissing: "company_missing"
    case .sourceMissing: "source_missing"
    case .listMissing: "list_missing"
    case .tooManyLists: "too_many_lists"
    case .identifierTaken: "identifier_taken"
    case .groupIDTaken: "group_id_taken"
    case .mergeIntoItself: "merge_into_itself"
    case .damaged: "profiles_damaged"
    }
  }

  package var description: String {
    switch self {
    case .newer(let path):
      "\(path) was made by a newer version of Strata; start that version, or name another directory with --data."
    case .foreign(let path):
      "\(path) is not a database of Strata; move it away, or name another directory with --data."
    case .busy: "profiles.sqlite is in use by another program for too long; try again."
    case .noRoomForDraft:
      "There is no room for a copy of profiles.sqlite where temporary files go; make some, or name another directory with "
        + "SQLITE_TMPDIR."
    case .contactMissing(let id): "There is no contact with the row id \(id)."
    case .companyMissing(let id): "There is no company with the row id \(id)."
    case .sourceMissing(let id): "There is no source \(id)."
    case .listMissing(let id): "There is no list with the row id \(id)."
    case .tooManyLists: "There are \(ListLimits.lists) lists, which is the most."
    case .identifierTaken(let identifier): "Another contact bears this \(identifier.kind.rawValue)."
    case .groupIDTaken: "Another company bears this group id."
    case .mergeIntoItself(let id): "The contact with the row id \(id) cannot be merged into itself."
    case .damaged(let table, let id):
      "Row \(id) of \(table) in profiles.sqlite is damaged; restore the database from a backup."
    }
  }
}
