import Hummingbird
import SegmentModel
import SegmentStore
import StrataService

/// Finds out who asks: by `Authorization: Bearer`, else by the session cookie.
///
/// Tokens and sessions are looked up anew after each write to the store, so that one that was revoked, here or by the
/// command line, is worth nothing from then on.
struct Authenticator: Sendable {
  static let cookieName = "strata_session"

  private let store: SegmentStore
  private let clock: any WallClock
  private let executor: BlockingExecutor
  private let tokens: UntilWritten<[UInt8], APIToken>
  private let sessions: UntilWritten<[UInt8], BrowserSession>

  init(store: SegmentStore, clock: any WallClock, executor: BlockingExecutor) {
    self.store = store
    self.clock = clock
    self.executor = executor
    tokens = UntilWritten(store)
    sessions = UntilWritten(store)
  }

  /// - Returns: nil where the request bears neither.
  /// - Throws: `Problem` 401 where it bears one that is not valid. A bad token is not made good by a cookie.
  func caller(of request: Request) async throws -> Caller? {
    if request.headers.contains(.authorization) {
      guard let text = request.bearerToken else {
        throw Problem.unauthorized("Authorization must be \"Bearer\" and an API token.")
      }
      return try await caller(token: AccessSecret(text: text))
    }
    guard let text = request.cookies[Self.cookieName]?.value else { return nil }
    return try await caller(session: AccessSecret(text: text))
  }

  private func caller(token: AccessSecret) async throws -> Caller {
    let found = try await tokens.answer(to: token.hash) {
      try await executor.run { [store, clock] in try store.read { try $0.token(hash: token.hash, at: clock.now) } }
    }
    guard let found, found.expiresAt.map({ $0 > clock.now }) ?? true else {
      throw Problem.unauthorized("This API token is unknown, revoked or expired.", code: "badToken")
    }
    return Caller(name: found.id, isBrowser: false, scopes: found.scopes, title: "token \(found.name)")
  }

  private func caller(session: AccessSecret) async throws -> Caller {
    let hash = session.hash
    let found = try await sessions.answer(to: hash) {
      try await executor.run { [store, clock] in try store.read { try $0.session(hash: hash, at: clock.now) } }
    }
    guard let found, found.expiresAt > clock.now else {
      throw Problem.unauthorized("You are not signed in any more; open a new sign-in link.", code: "badSession")
    }
    return Caller(
      name: "browser " + Base64URL.encode(hash.prefix(12)), isBrowser: true, scopes: found.scopes, title: "browser")
  }
}
