import Glibc
import SegmentModel
import SegmentStore

/// The first API token: `admin.token` in the data directory, the token alone, for its owner's eyes.
struct AdminToken {
  static let fileName = "admin.token"

  /// Makes one where no valid token has the scope `admin`: at the first start, and when the last one is lost.
  ///
  /// The file comes before the hash: a crash between the two leaves a file that opens nothing, and the next start
  /// replaces it; the other way round nobody could know the token.
  /// - Returns: whether it made one.
  static func makeIfMissing(at path: String, in store: SegmentStore, now: Instant) throws -> Bool {
    let tokens = try store.read { try $0.tokens() }
    let isValid = { (token: APIToken) in token.scopes.contains(.admin) && token.expiresAt.map { $0 > now } ?? true }
    if tokens.contains(where: isValid) { return false }
    let secret = AccessSecret.make(.token)
    try write(secret.text, to: path)
    _ = try store.write {
      try $0.insertToken(name: "admin", hash: secret.hash, scopes: [.admin], expiresAt: nil, at: now)
    }
    return true
  }

  /// Replaces the file at once, and is on disk before it returns.
  private static func write(_ text: String, to path: String) throws {
    let temporary = path + ".new"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw AdminTokenError(path: temporary, code: errno) }
    let bytes = Array(text.utf8)
    let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    let isClosed = close(file) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw AdminTokenError(path: path, code: code)
    }
  }
}

struct AdminTokenError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  var description: String { "The admin token cannot be written to \(path): \(String(cString: strerror(code)))." }
}
