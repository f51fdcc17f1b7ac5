import Glibc
import SegmentIndex
import TrackedPropertyStore

/// The file of the index, `index/live.index` in the data directory, from which the next start goes on.
package struct SavedIndex: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The index of the file, where it belongs to these profiles and the change feed still tells all that came after it.
  /// - Parameter report: told how much of it is read, from 0 to 1.
  /// - Returns: nil where there is no file.
  /// - Throws: `IndexFileError`, `SavedIndexUnfit`, what `report` throws, `ProfileStoreError`.
  func read(of database: ProfileDatabase, report: @escaping (Double) throws -> Void) throws -> LoadedIndex? {
    guard access(path, F_OK) == 0 else { return nil }
    let (index, position, _) = try ProfileIndex.read(from: path, report: report) { instance, position in
      try database.read { reader in
        guard try instance == reader.instance() else { throw SavedIndexUnfit(why: "it is of other profiles") }
        guard try position >= reader.firstFeedCursor() else {
          throw SavedIndexUnfit(why: "the change feed no longer tells what came after it")
        }
        guard try position <= reader.feedPosition() else {
          throw SavedIndexUnfit(why: "it is newer than profiles.sqlite")
        }
      }
    }
    return LoadedIndex(index: index, position: position, savedPosition: position, isFromFile: true)
  }

  func remove() { unlink(path) }

  /// Removes what whoever wrote it did not live to finish.
  func removeUnfinished() { ProfileIndex.removeUnfinished(of: path) }

  func makeDirectory() throws {
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
      throw IndexFileError.system(path: directory, errno: errno)
    }
  }
}

/// A file of the index that is whole, and of no use here.
struct SavedIndexUnfit: Error, Sendable, CustomStringConvertible {
  let why: String

  var description: String { "\(why): the index is built anew" }
}
