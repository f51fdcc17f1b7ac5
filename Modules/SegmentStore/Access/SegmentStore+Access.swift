import Foundation
import GRDB
package import SegmentModel

extension SegmentReading {
  /// In the order of their making.
  package func tokens() throws -> [APIToken] {
    try Row.fetchAll(db, sql: "SELECT * FROM token ORDER BY createdAt, id").map(APIToken.init)
  }

  /// Nil where no token has this hash or it has expired.
  package func token(hash: [UInt8], at now: Instant) throws -> APIToken? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM token WHERE hash = ? AND (expiresAt IS NULL OR expiresAt > ?)"),
      arguments: [Data(hash), now.milliseconds]
    ).map(APIToken.init)
  }

  /// Nil where no session has this hash or it has expired.
  package func session(hash: [UInt8], at now: Instant) throws -> BrowserSession? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM session WHERE hash = ? AND expiresAt > ?"),
      arguments: [Data(hash), now.milliseconds]
    ).map { row in
      BrowserSession(
        scopes: row.scopes, createdAt: row.instant("createdAt"), expiresAt: row.instant("expiresAt"))
    }
  }
}

extension SegmentWriting {
  /// - Parameter hash: SHA-256 of the token's text.
  package func insertToken(
    name: String, hash: [UInt8], scopes: Set<AccessScope>, expiresAt: Instant?, at now: Instant
  ) throws -> APIToken {
    let token = APIToken(
      id: PublicID.token.make(), name: name, scopes: scopes, createdAt: now, expiresAt: expiresAt)
    try db.execute(
      sql: "INSERT INTO token (id, name, hash, scopes, createdAt, expiresAt) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [token.id, name, Data(hash), scopes.text, now.milliseconds, expiresAt?.milliseconds])
    return token
  }

  /// Ends the sessions that were begun with it, too. False where there is none.
  package func deleteToken(_ id: String) throws -> Bool {
    for table in ["session", "signInCode"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE token = ?", arguments: [id])
    }
    try db.execute(sql: "DELETE FROM token WHERE id = ?", arguments: [id])
    return db.changesCount > 0
  }

  /// A code that works once.
  /// - Parameter token: id of the token that it comes from.
  package func insertSignInCode(
    hash: [UInt8], scopes: Set<AccessScope>, token: String? = nil, expiresAt: Instant
  ) throws {
    try db.execute(
      sql: "INSERT INTO signInCode (hash, scopes, token, expiresAt) VALUES (?, ?, ?, ?)",
      arguments: [Data(hash), scopes.text, token, expiresAt.milliseconds])
  }

  /// Takes the code, and starts a session in its place; nil where no such code is valid now, or the token that it comes
  /// from is gone, which may have been revoked while the code was made.
  package func signIn(
    codeHash: [UInt8], sessionHash: [UInt8], sessionExpiresAt: Instant, at now: Instant
  ) throws -> BrowserSession? {
    let row = try Row.fetchOne(
      db, sql: "DELETE FROM signInCode WHERE hash = ? RETURNING scopes, token, expiresAt", arguments: [Data(codeHash)])
    guard let row, row.instant("expiresAt") > now else { return nil }
    let token: String? = row["token"]
    if let token {
      let isThere = try Row.fetchOne(db, sql: "SELECT 1 FROM token WHERE id = ?", arguments: [token]) != nil
      guard isThere else { return nil }
    }
    try db.execute(
      sql: "INSERT INTO session (hash, scopes, token, createdAt, expiresAt) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        Data(sessionHash), row.scopes.text, token, now.milliseconds, sessionExpiresAt.milliseconds,
      ])
    return BrowserSession(scopes: row.scopes, createdAt: now, expiresAt: sessionExpiresAt)
  }

  package func deleteSession(hash: [UInt8]) throws {
    try db.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [Data(hash)])
  }

  /// - Parameters:
  ///   - caller: whose keys these are; one caller's do not meet another's.
  ///   - requestHash: of what is asked, so that a key used for something else is seen.
  package func claim(
    idempotencyKey key: String, of caller: String, requestHash: [UInt8], at now: Instant
  ) throws -> IdempotencyClaim {
    try db.execute(
      sql: "DELETE FROM idempotency WHERE caller = ? AND key = ? AND at < ?",
      arguments: [caller, key, now.milliseconds - Retention.idempotency])
    let old = try Row.fetchOne(
      db, sql: "SELECT * FROM idempotency WHERE caller = ? AND key = ?", arguments: [caller, key])
    guard let old else {
      try db.execute(
        sql: "INSERT INTO idempotency (caller, key, requestHash, at) VALUES (?, ?, ?, ?)",
        arguments: [caller, key, Data(requestHash), now.milliseconds])
      return .new
    }
    guard (old["requestHash"] as Data) == Data(requestHash) else { return .conflict }
    guard let status = old["status"] as Int? else { return .underWay }
    let headers = try (old["headers"] as String?).map(StoredSegment.json)?.objectValue ?? []
    let body: Data = old["body"] ?? Data()
    return .answered(
      StoredResponse(
        status: status,
        headers: Dictionary(headers.map { ($0.key, $0.value.stringValue ?? "") }, uniquingKeysWith: { $1 }),
        body: [UInt8](body)))
  }

  /// Stores what was answered to a claimed key.
  package func answer(idempotencyKey key: String, of caller: String, with response: StoredResponse) throws {
    let headers = JSONValue.object(
      response.headers.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) })
    try db.execute(
      sql: "UPDATE idempotency SET status = ?, headers = ?, body = ? WHERE caller = ? AND key = ?",
      arguments: [response.status, headers.text, Data(response.body), caller, key])
  }

  /// Nothing was done under a claimed key: it may be used again.
  package func release(idempotencyKey key: String, of caller: String) throws {
    try db.execute(
      sql: "DELETE FROM idempotency WHERE caller = ? AND key = ? AND status IS NULL", arguments: [caller, key])
  }

  /// Keys whose first request a crash cut off may be used again; for the start of the server.
  package func releaseUnansweredKeys() throws {
    try db.execute(sql: "DELETE FROM idempotency WHERE status IS NULL")
  }
}

extension Row {
  fileprivate var scopes: Set<AccessScope> {
    let text: String = self["scopes"]
    return Set(text.split(separator: " ").compactMap { AccessScope(rawValue: String($0)) })
  }
}

extension Set<AccessScope> {
  fileprivate var text: String { map(\.rawValue).sorted().joined(separator: " ") }
}

extension APIToken {
  fileprivate init(_ row: Row) {
    self.init(
      id: row["id"], name: row["name"], scopes: row.scopes, createdAt: row.instant("createdAt"),
      expiresAt: row.optionalInstant("expiresAt"))
  }
}
