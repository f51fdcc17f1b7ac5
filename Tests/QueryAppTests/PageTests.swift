import HTTPTypes
import HummingbirdTesting
import SegmentModel
import Testing

@testable import strata_query

@Suite struct PageTests {
  @Test func whoIsNotSignedInIsToldHow() async throws {
    try await QueryFixture().test { client in
      let answer = try await client.with([:])(.get, "/")
      #expect(answer.status == .ok)
      #expect(answer.text.contains("<h1>Sign in</h1>"))
      #expect(answer.text.contains("admin.token"))
    }
  }

  @Test func pageListsSegmentsWithEverythingEscaped() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let id = try await client.createSegment("<script>alert('1')</script> & \"co\"", plan("gold"))
      _ = try await client.createSegment("Firms", everyone, contentType: "company")
      _ = try await client.count(of: id, reaching: 1, position: position)
      let page = try await client(.get, "/")
      #expect(page.headers[.contentType] == "text/html; charset=utf-8")
      #expect(page.text.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;co&quot;"))
      #expect(!page.text.contains("<script"))
      #expect(page.text.contains("<h2>Contacts <span>of 1</span></h2>"))
      #expect(page.text.contains("<h2>Companies"))
      #expect(page.text.contains("What to do next"))
    }
  }

  @Test func pageRunsNothingAndLoadsItsOwnStyleAlone() async throws {
    try await QueryFixture().test { client in
      for path in ["/", "/sign-in"] {
        let answer = try await client(.get, path)
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"))
        #expect(!policy.contains("script") && !policy.contains("unsafe"))
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(!answer.text.contains("style="))
      }
      let style = try await client.with([:])(.get, "/page.css")
      #expect(style.headers[.contentType] == "text/css; charset=utf-8")
      #expect(style.text.contains("prefers-color-scheme: dark"))
    }
  }
}
