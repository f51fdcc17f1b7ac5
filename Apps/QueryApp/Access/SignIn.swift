import SegmentModel
import SegmentStore

/// Codes that sign a browser in, and the sessions that they start.
struct SignIn: Sendable {
  /// How long a code works, in milliseconds.
  static let codeLifetime: Int64 = 10 * 60_000
  /// How long a browser stays signed in, in seconds.
  static let sessionLifetime = 30 * 86_400

  let store: SegmentStore
  let clock: any WallClock

  /// A code that works once. Blocks.
  /// - Parameter token: whose scopes it has, and with which the session ends; nil: everything is allowed.
  func makeCode(of token: APIToken? = nil) throws -> AccessSecret {
    let code = AccessSecret.make(.signInCode)
    let expiresAt = clock.now.advanced(milliseconds: Self.codeLifetime)
    try store.write {
      try $0.insertSignInCode(
        hash: code.hash, scopes: token?.scopes ?? [.admin], token: token?.id, expiresAt: expiresAt)
    }
    return code
  }

  /// Takes a code and starts a session. Blocks.
  /// - Parameter until: when it ends at the latest.
  /// - Returns: what the cookie is to hold; nil where the code is unknown, used or too old.
  func redeem(_ code: AccessSecret, until end: Instant? = nil) throws -> AccessSecret? {
    let session = AccessSecret.make(.session)
    let now = clock.now
    let longest = now.advanced(milliseconds: Int64(Self.sessionLifetime) * 1000)
    let expiresAt = end.map { min($0, longest) } ?? longest
    let begun = try store.write {
      try $0.signIn(codeHash: code.hash, sessionHash: session.hash, sessionExpiresAt: expiresAt, at: now)
    }
    return begun == nil ? nil : session
  }
}
