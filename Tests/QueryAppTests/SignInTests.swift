import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import TestSupport
import Testing

@testable import strata_query

@Suite struct SignInTests {
  private static let minute: Int64 = 60_000

  /// A client that is known by its cookie alone.
  private func browser(_ client: QueryClient, _ fixture: QueryFixture) async throws -> QueryClient {
    let code = try fixture.services.signIn.makeCode()
    let answer = try await client.with([:])(.get, "/sign-in?code=\(code.text)")
    let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first)
    return client.with(["Cookie": String(cookie)])
  }

  @Test func linkWorksOnceAndSetsAStrictCookie() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let code = try fixture.services.signIn.makeCode()
      let answer = try await client.with([:])(.get, "/sign-in?code=\(code.text)")
      #expect(answer.status == .ok)
      let cookie = try #require(answer.headers[.setCookie])
      for part in ["strata_session=ses_", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000"] {
        #expect(cookie.contains(part), "\(cookie)")
      }
      #expect(!cookie.contains("Secure"))
      let again = try await client.with([:])(.get, "/sign-in?code=\(code.text)")
      #expect(again.status == .forbidden)
      #expect(again.headers[.setCookie] == nil)
      #expect(try await client.with([:])(.get, "/sign-in?code=sic_made_up").status == .forbidden)
      #expect(try await client.with([:])(.get, "/sign-in").headers[.setCookie] == nil)
    }
  }

  @Test func behindTLSTheCookieIsSecure() async throws {
    let fixture = try QueryFixture(publicURL: "https://strata.example.com")
    let code = try fixture.services.signIn.makeCode()
    let link = SignInLink(code: code, publicURL: fixture.services.settings.publicURL)
    #expect(link.text(address: "http://127.0.0.1:3300") == "https://strata.example.com/sign-in?code=\(code.text)")
    try await fixture.test { client in
      let answer = try await client.with([:])(.get, "/sign-in?code=\(code.text)")
      #expect(answer.headers[.setCookie]?.contains("Secure") == true)
    }
  }

  @Test func codeIsWorthNothingAfterTenMinutes() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let early = try fixture.services.signIn.makeCode()
      let late = try fixture.services.signIn.makeCode()
      fixture.clock.advance(milliseconds: 10 * Self.minute - 1)
      #expect(try await client.with([:])(.get, "/sign-in?code=\(early.text)").status == .ok)
      fixture.clock.advance(milliseconds: 1)
      #expect(try await client.with([:])(.get, "/sign-in?code=\(late.text)").status == .forbidden)
    }
  }

  @Test func lookingWithHEADDoesNotUseTheCodeUp() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let code = try fixture.services.signIn.makeCode()
      #expect(try await client.with([:])(.head, "/sign-in?code=\(code.text)").headers[.setCookie] == nil)
      #expect(try await client.with([:])(.get, "/sign-in?code=\(code.text)").headers[.setCookie] != nil)
    }
  }

  @Test func cookieReadsWithoutMoreUntilItsSessionEnds() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let browser = try await browser(client, fixture)
      #expect(try await browser(.get, "/api/v1/segments").status == .ok)
      #expect(try await browser(.get, "/api/v1/segments", nil, ["Sec-Fetch-Site": "cross-site"]).status == .ok)
      fixture.clock.advance(milliseconds: Int64(SignIn.sessionLifetime) * 1000)
      #expect(try await browser(.get, "/api/v1/segments").status == .unauthorized)
      #expect(try await browser(.get, "/").text.contains("<h1>Sign in</h1>"))
    }
  }

  @Test func forgedRequestsOfOtherSitesDoNotWrite() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let browser = try await browser(client, fixture)
      let body: JSONValue = ["name": "forged", "contentType": "contact", "filter": everyone]
      let forgeries: [[String: String]] = [
        [:],
        ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": "none"],
        ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://localhost:3200"],
        ["Origin": "https://localhost"], ["Origin": "http://localhost.evil.example"],
        ["Sec-Fetch-Site": "same-site", "Origin": "http://localhost"],
        ["Sec-Fetch-Site": "same-origin, cross-site"],
      ]
      for fields in forgeries {
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
          let path = method == .post ? "/api/v1/segments" : "/api/v1/segments/seg_x"
          let answer = try await browser(method, path, body, fields.merging(["If-Match": "*"]) { $1 })
          #expect(answer.status == .forbidden, "\(method) \(fields)")
          #expect(answer.code == "crossOrigin")
        }
      }
      #expect(try await client(.get, "/api/v1/segments").ids.isEmpty)
    }
  }

  @Test func pageOfThisServerWritesJSONByCookie() async throws {
    let fixture = try QueryFixture(publicURL: "https://strata.example.com")
    try await fixture.test { client in
      let browser = try await browser(client, fixture)
      let own: [[String: String]] = [
        ["Sec-Fetch-Site": "same-origin"], ["Origin": "http://localhost"], ["Origin": "https://strata.example.com"],
      ]
      for (number, fields) in own.enumerated() {
        let body: JSONValue = ["name": .string("own \(number)"), "contentType": "contact", "filter": everyone]
        let made = try await browser(.post, "/api/v1/segments", body, fields)
        #expect(made.status == .created, "\(fields)")
        for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
          let form = try await browser(.post, "/api/v1/segments", body, fields.merging(["Content-Type": type]) { $1 })
          #expect(form.status == .unsupportedMediaType)
        }
        let id = try #require(made.json?["id"]?.stringValue)
        let gone = try await browser(.delete, "/api/v1/segments/\(id)", nil, fields.merging(["If-Match": "*"]) { $1 })
        #expect(gone.status == .noContent)
      }
    }
  }

  @Test func tokenNeedsNoOriginAndABadOneIsNotMadeGoodByACookie() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let body: JSONValue = ["name": "program", "contentType": "contact", "filter": everyone]
      let fields = ["Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"]
      #expect(try await client(.post, "/api/v1/segments", body, fields).status == .created)
      let browser = try await browser(client, fixture)
      let answer = try await browser(.get, "/api/v1/segments", nil, ["Authorization": "Bearer stk_wrong"])
      #expect(answer.status == .unauthorized)
    }
  }

  @Test func unknownHostIsRefused() async throws {
    let fixture = try QueryFixture()
    try await fixture.test(.live) { client in
      let port = try #require(client.client.port)
      let raw = TestClient(host: "127.0.0.1", port: port)
      raw.connect()
      let headers: HTTPFields = [.authorization: client.fields["Authorization"] ?? ""]
      for (host, status) in [("evil.example", HTTPResponse.Status.misdirectedRequest), ("localhost:\(port)", .ok)] {
        let request = TestClient.Request("/api/v1/segments", method: .get, authority: host, headers: headers)
        #expect(try await raw.execute(request).status == status, "\(host)")
      }
      try await raw.shutdown()
    }
  }
}
