import Foundation
import Glibc
import SegmentModel

/// A file that holds one secret, for the eyes of its owner.
struct SecretFile {
  let path: String

  /// Nil where there is none.
  func read() throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try InputFile(path).pieces()()
    return String(decoding: bytes, as: UTF8.self).trimmedASCII
  }

  /// Puts it there at once: whoever reads finds the old one or the new one, whole.
  func write(_ secret: String) throws {
    let temporary = path + ".new"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(errno) }
    let bytes = Array((secret + "\n").utf8)
    let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    let isClosed = close(file) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw failure(code)
    }
  }

  private func failure(_ code: Int32) -> CommandFailure {
    CommandFailure(.failed, "\(path) cannot be written: \(String(cString: strerror(code))).")
  }
}
