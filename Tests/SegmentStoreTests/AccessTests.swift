import SegmentModel
import SegmentStore
import TestSupport
import Testing

@Suite struct AccessTests {
  private let directory: TemporaryDirectory
  private let store: SegmentStore
  private let now = Instant(milliseconds: 1_000_000)

  init() throws {
    directory = try TemporaryDirectory()
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
  }

  @Test func aTokenIsFoundByItsHashUntilItExpires() throws {
    let token = try store.write { [now] in
      try $0.insertToken(
        name: "ci", hash: [1, 2], scopes: [.read, .write], expiresAt: now.advanced(milliseconds: 10), at: now)
    }
    #expect(try store.read { try $0.token(hash: [1, 2], at: now) } == token)
    #expect(try store.read { try $0.token(hash: [1, 3], at: now) } == nil)
    #expect(try store.read { try $0.token(hash: [1, 2], at: now.advanced(milliseconds: 10)) } == nil)
    #expect(try store.write { try $0.deleteToken(token.id) })
    #expect(try !store.write { try $0.deleteToken(token.id) })
  }

  @Test func aSignInCodeWorksOnceAndNotLate() throws {
    let late = now.advanced(milliseconds: 1000)
    try store.write { [now] in
      try $0.insertSignInCode(hash: [1], scopes: [.admin], expiresAt: now.advanced(milliseconds: 100))
      try $0.insertSignInCode(hash: [2], scopes: [.admin], expiresAt: now.advanced(milliseconds: 100))
    }
    func signIn(_ code: UInt8, at instant: Instant) throws -> BrowserSession? {
      try store.write {
        try $0.signIn(codeHash: [code], sessionHash: [9, code], sessionExpiresAt: late, at: instant)
      }
    }
    #expect(try signIn(1, at: now)?.scopes == [.admin])
    #expect(try signIn(1, at: now) == nil)
    #expect(try signIn(2, at: now.advanced(milliseconds: 100)) == nil)
    #expect(try store.read { try $0.session(hash: [9, 1], at: now) }?.expiresAt == late)
    #expect(try store.read { try $0.session(hash: [9, 1], at: late) } == nil)
    try store.write { try $0.deleteSession(hash: [9, 1]) }
    #expect(try store.read { try $0.session(hash: [9, 1], at: now) } == nil)
  }

  @Test func aSessionEndsWithTheTokenThatItWasBegunWith() throws {
    let end = now.advanced(milliseconds: 1000)
    let tokens = try store.write { [now] writing in
      try (1...2).map {
        try writing.insertToken(name: "t", hash: [UInt8($0)], scopes: [.read], expiresAt: nil, at: now)
      }
    }
    try store.write { [now] in
      for (code, token) in [(1, tokens[0].id), (2, tokens[1].id), (3, nil), (4, tokens[0].id)] as [(UInt8, String?)] {
        try $0.insertSignInCode(hash: [code], scopes: [.read], token: token, expiresAt: end)
        if code == 4 { continue }
        _ = try $0.signIn(codeHash: [code], sessionHash: [9, code], sessionExpiresAt: end, at: now)
      }
      #expect(try $0.deleteToken(tokens[0].id))
    }
    let isThere = try (1...3).map { code in try store.read { try $0.session(hash: [9, UInt8(code)], at: now) } != nil }
    #expect(isThere == [false, true, true])
    // Nor is one begun any more.
    let late = try store.write { [now] in
      try $0.signIn(codeHash: [4], sessionHash: [9, 4], sessionExpiresAt: end, at: now)
    }
    #expect(late == nil)
    // Not even where the code was made of a token that was revoked in the same instant.
    let revoked = try store.write { [now] in
      try $0.insertSignInCode(hash: [5], scopes: [.read], token: tokens[0].id, expiresAt: end)
      return try $0.signIn(codeHash: [5], sessionHash: [9, 5], sessionExpiresAt: end, at: now)
    }
    #expect(revoked == nil)
    #expect(try store.read { try $0.session(hash: [9, 5], at: now) } == nil)
  }

  @Test func anIdempotencyKeyAnswersTheSameForADay() throws {
    func claim(_ hash: UInt8, of caller: String = "a", at instant: Instant? = nil) throws -> IdempotencyClaim {
      try store.write {
        try $0.claim(idempotencyKey: "k", of: caller, requestHash: [hash], at: instant ?? now)
      }
    }
    #expect(try claim(1) == .new)
    #expect(try claim(1) == .underWay)
    #expect(try claim(2) == .conflict)
    #expect(try claim(1, of: "b") == .new)
    let response = StoredResponse(status: 201, headers: ["Location": "/x"], body: [7])
    try store.write { try $0.answer(idempotencyKey: "k", of: "a", with: response) }
    #expect(try claim(1) == .answered(response))
    #expect(try claim(1, at: now.advanced(milliseconds: Retention.idempotency + 1)) == .new)
    try store.write { try $0.release(idempotencyKey: "k", of: "a") }
    #expect(try claim(2) == .new)
    try store.write { try $0.releaseUnansweredKeys() }
    #expect(try claim(3) == .new)
  }

  @Test func whatIsOldGoes() throws {
    let end = now.advanced(milliseconds: Retention.idempotency * 8)
    _ = try store.write { [now] in
      for number in 0..<1500 {
        _ = try $0.claim(idempotencyKey: "\(number)", of: "a", requestHash: [1], at: now)
      }
      try $0.insertSignInCode(hash: [1], scopes: [.admin], expiresAt: now)
    }
    #expect(try store.write { try $0.removeOutdated(at: end) })
    #expect(try !store.write { try $0.removeOutdated(at: end) })
    #expect(try store.write { try $0.claim(idempotencyKey: "3", of: "a", requestHash: [2], at: end) } == .new)
  }
}
