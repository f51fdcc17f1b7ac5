import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentModel
import StrataService
import TestSupport
import Testing

@testable import strata_query

@Suite struct PageTests {
  @Test func whoIsNotSignedInIsToldHow() async throws {
    try await QueryFixture().test { client in
      for path in ["/", "/segments", "/segments/new", "/segments/seg_x/edit", "/contacts/con_x", "/settings"] {
        let answer = try await client.with([:])(.get, path)
        #expect(answer.status == .ok)
        #expect(answer.text.contains("<h1>Sign in</h1>"))
        #expect(answer.text.contains("admin.token"))
      }
    }
  }

  @Test func everyPlaceOfThePageIsTheSameShellWithLinksThatFitItsDepth() async throws {
    try await QueryFixture().test { client in
      for (path, root) in [
        ("/", "./"), ("/segments", "./"), ("/segments/new", "../"), ("/segments/seg_x/edit", "../../"),
      ] {
        let answer = try await client(.get, path)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        let script = "<script type=\"module\" src=\"\(root)assets/\(PageFile.version)/app/app.js\"></script>"
        #expect(answer.text.contains(script), "\(path)")
      }
    }
  }

  @Test func unknownPlaceIsAPageForPeopleAndAProblemForPrograms() async throws {
    try await QueryFixture().test { client in
      let people = ["Accept": "text/html,application/xhtml+xml,*/*;q=0.8"]
      let page = try await client(.get, "/segments/a/b/c", nil, people)
      #expect(page.status == .notFound)
      #expect(page.text.contains("src=\"../../../assets/\(PageFile.version)/app/app.js\""))
      #expect(try await client.with([:])(.get, "/nothing", nil, people).text.contains("<h1>Sign in</h1>"))
      for (method, path, accept) in [
        (HTTPRequest.Method.get, "/nothing", "*/*"), (.post, "/nothing", "text/html"),
        (.get, "/api/v1/nothing", "text/html"),
      ] {
        let problem = try await client(method, path, nil, ["Accept": accept])
        #expect(problem.status == .notFound)
        #expect(problem.headers[.contentType] == "application/problem+json", "\(path)")
      }
    }
  }

  @Test func pageRunsAndLoadsFilesOfThisServerAlone() async throws {
    try await QueryFixture().test { client in
      for path in ["/", "/sign-in"] {
        let answer = try await client(.get, path)
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy == Page.policy)
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
        #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(!answer.text.contains("style=") && !answer.text.contains("<style"))
        #expect(
          answer.text.components(separatedBy: "<script").count == answer.text.components(separatedBy: "\" src=").count)
      }
    }
  }

  @Test func linesOfCommentAreNotSent() {
    let file = """
      // what it is
      import a from 'b';

      /** Of
       * several lines. */
      export const c = `http://d`; // why
        /* one */
        e();
      """
    let sent = PageFile.withoutComments(Array(file.utf8))
    #expect(
      String(decoding: sent, as: UTF8.self) == "import a from 'b';\n\nexport const c = `http://d`; // why\n  e();")
    for file in PageFile.all.values where file.path.hasSuffix(".js") || file.path.hasSuffix(".css") {
      let text = String(decoding: file.plain, as: UTF8.self)
      #expect(!text.isEmpty && !text.hasPrefix("/*") && !text.contains("\n//"), "\(file.path)")
      #expect(text.components(separatedBy: "*/").count == text.components(separatedBy: "/*").count, "\(file.path)")
    }
  }

  @Test func filesAreSmallTypedTaggedAndOfOneVersion() async throws {
    #expect(PageFile.all.values.reduce(0) { $0 + $1.gzip.count } < 100_000)
    try await QueryFixture().test { client in
      let anyone = client.with([:])
      for file in PageFile.all.values {
        let path = "/assets/\(PageFile.version)/\(file.path)"
        let plain = try await anyone(.get, path)
        #expect(plain.status == .ok, "\(file.path)")
        #expect(Array(plain.body.readableBytesView) == file.plain)
        let packed = try await anyone(.get, path, nil, ["Accept-Encoding": "br, gzip"])
        #expect(packed.headers[.contentEncoding] == "gzip")
        #expect(try Gzip.inflate(Array(packed.body.readableBytesView), upTo: 1_000_000) == file.plain)
        #expect(packed.headers[.eTag] != plain.headers[.eTag])
        for (tag, coding) in [(plain.headers[.eTag], "identity"), (packed.headers[.eTag], "gzip")] {
          let again = try await anyone(.get, path, nil, ["If-None-Match": tag ?? "", "Accept-Encoding": coding])
          #expect(again.status == .notModified && again.body.readableBytes == 0)
        }
        #expect(try await anyone(.get, path, nil, ["Accept-Encoding": "gzip;q=0"]).headers[.contentEncoding] == nil)
      }
      #expect(try await anyone(.get, "/assets/old/app/app.js").status == .notFound)
      #expect(try await anyone(.get, "/assets/\(PageFile.version)/app/none.js").status == .notFound)
    }
  }

  @Test func tokenSignsABrowserInForWhatTheTokenMay() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let anyone = client.with([:])
      let own = ["Sec-Fetch-Site": "same-origin"]
      let body: JSONValue = ["token": .string(" \(fixture.token)\n")]
      for fields in [[:], ["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"]] {
        #expect(try await anyone(.post, "/sign-in", body, fields).status == .forbidden)
      }
      #expect(
        try await anyone(.post, "/sign-in", body, own.merging(["Content-Type": "text/plain"]) { $1 }).status
          == .unsupportedMediaType)
      #expect(try await anyone(.post, "/sign-in", ["token": "stk_wrong"], own).code == "badToken")
      #expect(try await anyone(.post, "/sign-in", [:], own).status == .badRequest)

      let reader = try await client(
        .post, "/api/v1/tokens",
        [
          "name": "reader", "scopes": ["read"],
          "expiresAt": .string(QueryFixture.start.advanced(milliseconds: 60_000).description),
        ])
      let text = try #require(reader.json?["token"]?.stringValue)
      let answer = try await anyone(.post, "/sign-in", ["token": .string(text)], own)
      #expect(answer.status == .noContent)
      let cookie = try #require(answer.headers[.setCookie])
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
      let browser = client.with(["Cookie": String(cookie.prefix { $0 != ";" })])
      #expect(try await browser(.get, "/api/v1/segments").status == .ok)
      let segment: JSONValue = ["name": "no", "contentType": "contact", "filter": everyone]
      #expect(try await browser(.post, "/api/v1/segments", segment, own).code == "insufficientScope")
      // One of the token's sessions ends when it is left, and no stranger ends it.
      let second = try await anyone(.post, "/sign-in", ["token": .string(text)], own)
      let left = client.with(["Cookie": String(try #require(second.headers[.setCookie]).prefix { $0 != ";" })])
      #expect(try await left(.delete, "/sign-in", nil, ["Sec-Fetch-Site": "cross-site"]).status == .forbidden)
      #expect(try await left(.get, "/api/v1/segments").status == .ok)
      let signedOut = try await left(.delete, "/sign-in", nil, own)
      #expect(signedOut.status == .noContent, "\(signedOut.text)")
      #expect(signedOut.headers[.setCookie]?.contains("Max-Age=0") == true)
      #expect(try await left(.get, "/api/v1/segments").status == .unauthorized)
      #expect(try await anyone(.delete, "/sign-in", nil, own).status == .noContent)
      #expect(try await browser(.get, "/api/v1/segments").status == .ok)
      // The session ends when the token does.
      fixture.clock.advance(milliseconds: 60_000)
      #expect(try await browser(.get, "/api/v1/segments").status == .unauthorized)
    }
  }
}
