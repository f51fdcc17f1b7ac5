import Foundation
import Glibc
import StrataService
import TrackedPropertyStore

/// The files that a backup consists of; everything else of a data directory is made again of them.
enum BackupFiles {
  static let databases = [ProfileDatabase.fileName, Workspace.segmentsFileName]
  static let token = "admin.token"
  /// With what stands beside a database while it is open, or after a crash.
  static let databasesWithLogs = databases.flatMap { name in ["", "-wal", "-shm"].map { name + $0 } }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Moves a file; whatever happens to the machine, it is in one place or the other once `sync` was called on both.
  static func move(_ path: String, to target: String) throws {
    guard rename(path, target) == 0 else {
      throw CommandFailure(.failed, "\(target): \(String(cString: strerror(errno)))")
    }
  }

  /// Brings the names in a directory to disk.
  static func sync(directory path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw CommandFailure(.failed, "\(path): \(String(cString: strerror(errno)))")
    }
  }
}
