import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing

@testable import strata_ingest

@Suite struct CrossOriginTests {
  private func preflight(
    _ client: any TestClientProtocol, origin: String, headers: String = "content-type"
  ) async throws -> TestResponse {
    try await client.execute(
      uri: "/v1/batch", method: .options,
      headers: [
        .origin: origin, .accessControlRequestMethod: "POST", .accessControlRequestHeaders: headers,
      ])
  }

  @Test func answerToAPageMayBeReadByIt() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.post("/v1/track", #"{"anonymousId": "a", "event": "look"}"#)
      #expect(response.status == .ok)
      #expect(response.headers[.accessControlAllowOrigin] == IngestFixture.page)
      #expect(response.headers[.vary] == "Origin")
      #expect(response.headers[.accessControlExposeHeaders] == "Strata-Position, Retry-After")
    }
  }

  @Test func refusalMayBeReadTooSoThatItIsNotTakenForABrokenNetwork() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      for path in ["/v1/track", "/v1/nothing"] {
        let response = try await client.post(path, "{", origin: "https://elsewhere.example")
        #expect(response.status.code >= 400)
        #expect(response.headers[.accessControlAllowOrigin] == "https://elsewhere.example")
      }
    }
  }

  @Test func preflightOfAnAllowedOriginIsGranted() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await preflight(
        client, origin: IngestFixture.page,
        headers: "authorization, Content-Type, anonymousid, x-retry-count, sentat, rsa-x, x-evil")
      #expect(response.status == .noContent)
      #expect(response.headers[.accessControlAllowOrigin] == IngestFixture.page)
      #expect(response.headers[.accessControlAllowMethods]?.contains("POST") == true)
      let granted = "authorization, content-type, anonymousid, x-retry-count, sentat, rsa-x"
      #expect(response.headers[.accessControlAllowHeaders] == granted)
    }
  }

  /// What existing browser libraries ask for, each alone and all together, and nothing else.
  @Test func headersOfExistingLibrariesAreGrantedAndNoOthers() async throws {
    let fixture = try IngestFixture()
    let wanted = [
      "content-type", "authorization", "anonymousid", "x-retry-count", "sentat", "rsa-sentat", "rsa-initial-referrer",
    ]
    let others = ["content-encoding", "cookie", "x-requested-with", "rsa", "xrsa-a", "sentat2", "*"]
    try await fixture.test { client in
      for path in ["/v1/p", "/v1/batch", "/sdk/batch", "/e/", "/engage"] {
        for header in wanted + others + [(wanted + others).joined(separator: ",")] {
          let response = try await client.execute(
            uri: path, method: .options,
            headers: [
              .origin: IngestFixture.page, .accessControlRequestMethod: "POST", .accessControlRequestHeaders: header,
            ])
          #expect(response.status == .noContent)
          let granted = header.split(separator: ",").map(String.init).filter { wanted.contains($0) }
          #expect(response.headers[.accessControlAllowHeaders] == granted.joined(separator: ", "), "\(path) \(header)")
        }
      }
    }
  }

  @Test func preflightOfAnotherOriginIsRefused() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await preflight(client, origin: "https://evil.example")
      #expect(response.status == .forbidden)
      #expect(response.code == "originNotAllowed" && response.json?["message"]?.stringValue?.isEmpty == false)
      #expect(response.headers[.accessControlAllowOrigin] == nil)
    }
  }

  @Test func preflightIsGrantedWhereAKeyMayCome() async throws {
    let fixture = try IngestFixture()
    _ = try fixture.makeSource(.browser, allowedOrigins: ["https://shop.example"])
    try await fixture.test { client in
      #expect(try await preflight(client, origin: "https://shop.example").status == .noContent)
      #expect(try await preflight(client, origin: "https://evil.example").status == .forbidden)
      _ = try fixture.makeSource(.browser)
      fixture.clock.advance(milliseconds: SourceCatalog.freshness)
      #expect(try await preflight(client, origin: "https://any.example").status == .noContent)
    }
  }

  @Test func otherPathsAreNotForOtherOrigins() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      for path in ["/metrics", "/healthz", "/openapi.json"] {
        let response = try await client.execute(uri: path, method: .get, headers: [.origin: IngestFixture.page])
        #expect(response.headers[.accessControlAllowOrigin] == nil)
      }
    }
  }
}
