import Glibc

/// An advisory lock on a file, of this process. The system gives it up when the process ends, however it ends.
///
/// `flock` locks belong to the open file, so two values of one process exclude each other as two
/// processes do.
final class FileLock: Sendable {
  enum Mode: Sendable { case shared, exclusive }

  private let path: String
  private let descriptor: Int32

  /// Opens the file, and creates it where it is missing; locks nothing yet.
  init(path: String) throws(DataDirectoryError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw .cannotLock(path: path, errno: errno) }
  }

  deinit { close(descriptor) }

  /// Takes the lock in this mode, in place of the mode held before; false where others hold it otherwise.
  func attempt(_ mode: Mode) throws(DataDirectoryError) -> Bool {
    if flock(descriptor, Self.operation(mode) | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw .cannotLock(path: path, errno: errno)
  }

  /// Takes the lock in this mode, waiting for others.
  func take(_ mode: Mode) throws(DataDirectoryError) {
    while flock(descriptor, Self.operation(mode)) != 0 {
      if errno != EINTR { throw .cannotLock(path: path, errno: errno) }
    }
  }

  func release() { flock(descriptor, LOCK_UN) }

  private static func operation(_ mode: Mode) -> Int32 { mode == .shared ? LOCK_SH : LOCK_EX }
}
