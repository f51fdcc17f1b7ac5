import Foundation
import HTTPTypes
import HummingbirdTesting
import SegmentModel
import SegmentStore
import StrataService
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct AccessTests {
  @Test func withoutATokenTheAPIIsShut() async throws {
    try await QueryFixture().test { client in
      for fields in [[:], ["Authorization": "Basic eDp5"], ["Authorization": "Bearer stk_unknown"]] {
        let answer = try await client.with(fields)(.get, "/api/v1/segments")
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
      for path in ["/healthz", "/readyz", "/openapi.json", "/"] {
        let answer = try await client.with([:])(.get, path)
        #expect(answer.status == .ok || path == "/readyz", "\(path)")
      }
    }
  }

  @Test func scopesLimitWhatATokenMayDo() async throws {
    try await QueryFixture().test { client in
      func token(_ scope: String) async throws -> QueryClient {
        let body: JSONValue = ["name": .string(scope), "scopes": [.string(scope)]]
        let answer = try await client(.post, "/api/v1/tokens", body)
        let text = try #require(answer.json?["token"]?.stringValue)
        return client.with(["Authorization": "Bearer \(text)"])
      }
      let segment: JSONValue = ["name": "all", "contentType": "contact", "filter": everyone]
      let preview: JSONValue = ["contentType": "contact", "filter": everyone]

      let reader = try await token("read")
      #expect(try await reader(.get, "/api/v1/segments").status == .ok)
      #expect(try await reader(.post, "/api/v1/segments/preview", preview).status == .ok)
      let refused = try await reader(.post, "/api/v1/segments", segment)
      #expect(refused.status == .forbidden)
      #expect(refused.code == "insufficientScope")

      let writer = try await token("write")
      #expect(try await writer(.get, "/api/v1/segments").status == .ok)
      #expect(try await writer(.post, "/api/v1/segments", segment).status == .created)
      for (method, path) in [
        (HTTPRequest.Method.get, "tokens"), (.post, "tokens"), (.post, "sources"), (.patch, "settings"),
        (.delete, "tokens/tok_x"), (.delete, "sources/src_x"),
      ] {
        #expect(try await writer(method, "/api/v1/\(path)", [:]).status == .forbidden, "\(path)")
      }
    }
  }

  @Test func expiredOrRevokedTokenIsWorthNothingAtOnce() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let expiry = QueryFixture.start.advanced(milliseconds: 60_000)
      let body: JSONValue = ["name": "short", "scopes": ["read"], "expiresAt": .string(expiry.description)]
      let made = try await client(.post, "/api/v1/tokens", body)
      #expect(made.status == .created)
      let short = client.with(["Authorization": "Bearer \(try #require(made.json?["token"]?.stringValue))"])
      #expect(try await short(.get, "/api/v1/segments").status == .ok)
      fixture.clock.advance(milliseconds: 60_000)
      #expect(try await short(.get, "/api/v1/segments").status == .unauthorized)

      let second = try await client(.post, "/api/v1/tokens", ["name": "gone", "scopes": ["admin"]])
      let id = try #require(second.json?["id"]?.stringValue)
      let gone = client.with(["Authorization": "Bearer \(try #require(second.json?["token"]?.stringValue))"])
      #expect(try await gone(.delete, "/api/v1/tokens/\(id)").status == .noContent)
      #expect(try await gone(.get, "/api/v1/segments").status == .unauthorized)
      #expect(try await client(.delete, "/api/v1/tokens/\(id)").status == .notFound)
    }
  }

  @Test func firstStartWritesTheAdminTokenForItsOwnerAlone() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "data/" + AdminToken.fileName)
    let first = try QueryFixture(directory: directory)
    #expect(first.token.hasPrefix("stk_"))
    #expect(!first.token.contains { $0.isWhitespace })
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try await first.test { client in
      let answer = try await client(.get, "/api/v1/tokens")
      #expect(answer.status == .ok)
    }
  }

  @Test func laterStartKeepsTheAdminTokenAndALostOneIsReplaced() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "data/" + AdminToken.fileName)
    try FileManager.default.createDirectory(
      atPath: directory.path(of: "data"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let store = try DirectoryStore(directory)
    #expect(try AdminToken.makeIfMissing(at: path, in: store.segments, now: QueryFixture.start))
    let token = try Data(contentsOf: URL(filePath: path))
    #expect(try !AdminToken.makeIfMissing(at: path, in: store.segments, now: QueryFixture.start))
    #expect(try Data(contentsOf: URL(filePath: path)) == token)

    // A crash after the file and before its hash: nobody has a token that works.
    try store.segments.write { writing in
      for token in try writing.tokens() { _ = try writing.deleteToken(token.id) }
    }
    #expect(try AdminToken.makeIfMissing(at: path, in: store.segments, now: QueryFixture.start))
    #expect(try Data(contentsOf: URL(filePath: path)) != token)
  }

  @Test func secondQueryServerOnOneDirectoryIsRefused() async throws {
    let first = try QueryFixture()
    let error = #expect(throws: DataDirectoryError.self) { try QueryFixture(directory: first.directory) }
    #expect(error?.code == "data_directory_role_taken")
    try await first.test { _ in }
  }
}
