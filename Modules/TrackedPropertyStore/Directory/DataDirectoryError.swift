import Glibc

/// Why a data directory cannot be used.
package enum DataDirectoryError: Error, Equatable, CustomStringConvertible {
  case cannotCreate(path: String, errno: Int32)
  case notADirectory(path: String)
  /// Another user, of this number, owns it.
  case foreign(path: String, owner: UInt32)
  /// Others than its user may write to it.
  case writableByOthers(path: String)
  /// A lock file cannot be opened or locked.
  case cannotLock(path: String, errno: Int32)
  /// A store of an older version is to be migrated, and other programs hold it open.
  case inUse(path: String, store: String)
  /// Another process has the role, for example `ingest`.
  case roleTaken(path: String, role: String)

  package var code: String {
    switch self {
    case .cannotCreate: "data_directory_not_created"
    case .notADirectory: "data_directory_not_a_directory"
    case .foreign: "data_directory_foreign"
    case .writableByOthers: "data_directory_writable_by_others"
    case .cannotLock: "data_directory_not_locked"
    case .inUse: "data_directory_in_use"
    case .roleTaken: "data_directory_role_taken"
    }
  }

  package var description: String {
    switch self {
    case .cannotCreate(let path, let errno):
      "The data directory \(path) cannot be created: \(Self.reason(errno)). Create it, or name another with --data."
    case .notADirectory(let path):
      "\(path) is not a directory; name another with --data."
    case .foreign(let path, let owner):
      "The data directory \(path) belongs to the user with number \(owner); start the program as that user, or name "
        + "another directory with --data."
    case .writableByOthers(let path):
      "Others may write to the data directory \(path); take that from them with: chmod go-w '\(path)'"
    case .cannotLock(let path, let errno):
      "The lock \(path) cannot be taken: \(Self.reason(errno))."
    case .inUse(let path, let store):
      "\(store) in \(path) was made by an older version and is to be migrated; stop the other programs that use the "
        + "directory, then start again."
    case .roleTaken(let path, let role):
      "Another \(role) server uses the data directory \(path); stop it, or name another directory with --data."
    }
  }

  private static func reason(_ errno: Int32) -> String { String(cString: strerror(errno)) }
}
