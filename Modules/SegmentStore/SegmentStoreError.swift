import GRDB
import SegmentModel

/// Why `segments.sqlite` cannot be used as asked.
package enum SegmentStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is no `segments.sqlite`.
  case foreignFile(path: String)
  /// Made by a newer version of the product, of this number.
  case newer(path: String, version: Int)
  /// Another process kept the file locked for too long.
  case busy
  /// A commit does not follow from what is stored: another follower has been at work, or the store was restored.
  case staleFollower
  /// What is stored cannot be read.
  case damaged(String)
  /// SQLite failed otherwise.
  case failed(code: Int32, message: String)

  init(_ error: DatabaseError) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(error.message ?? "SQLite says that the file is malformed")
    default: self = .failed(code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)")
    }
  }

  package var code: String {
    switch self {
    case .foreignFile: "segment_store_foreign_file"
    case .newer: "segment_store_newer"
    case .busy: "segment_store_busy"
    case .staleFollower: "segment_store_stale_follower"
    case .damaged: "segment_store_damaged"
    case .failed: "segment_store_failed"
    }
  }

  package var description: String {
    switch self {
    case .foreignFile(let path):
      "\(path) is not a file of segments; move it away, or name another data directory with --data."
    case .newer(let path, let version):
      "\(path) was made by a newer version (its format is \(version), this program knows \(SegmentSchema.version)); "
        + "use that version."
    case .busy: "segments.sqlite is in use by another program for too long; try again."
    case .staleFollower: "segments.sqlite was changed by another query server or a restore; start this one again."
    case .damaged(let what): "segments.sqlite is damaged: \(what). Restore a backup."
    case .failed(let code, let message): "segments.sqlite could not be used (SQLite error \(code)): \(message)."
    }
  }
}
