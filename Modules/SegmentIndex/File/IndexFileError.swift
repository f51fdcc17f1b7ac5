import Glibc

/// Why a file of the index cannot be written or read. Nothing is lost by it: the index is built anew of `profiles.sqlite`.
package enum IndexFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the system says.
  case system(path: String, errno: Int32)
  case notAnIndex(path: String)
  /// Of another version of the program.
  case otherFormat(path: String, format: UInt64)
  case damaged(path: String)

  package var code: String {
    switch self {
    case .system: "indexFile"
    case .notAnIndex: "indexFileNotAnIndex"
    case .otherFormat: "indexFileFormat"
    case .damaged: "indexFileDamaged"
    }
  }

  package var description: String {
    switch self {
    case .system(let path, let errno): "\(path): \(String(cString: strerror(errno)))"
    case .notAnIndex(let path): "\(path) is not a file of the live index"
    case .otherFormat(let path, let format):
      "\(path) is of format \(format), and this program reads \(IndexFile.format): the index is built anew"
    case .damaged(let path): "\(path) is damaged: the index is built anew"
    }
  }
}
