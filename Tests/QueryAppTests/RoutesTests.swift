import HTTPTypes
import HummingbirdTesting
import SegmentModel
import Testing

@testable import strata_query

@Suite struct RoutesTests {
  @Test func unknownPathIs404AndAnotherMethodIs405() async throws {
    try await QueryFixture().test { client in
      for path in ["/api/v1/nothing", "/api/v2/segments", "/api/v1/segments/a/b/c", "/index.html"] {
        #expect(try await client(.get, path).status == .notFound, "\(path)")
      }
      let answer = try await client(.delete, "/api/v1/segments")
      #expect(answer.status == .methodNotAllowed)
      #expect(answer.headers[.allow] == "GET, HEAD, POST")
      #expect(try await client(.put, "/api/v1/settings").headers[.allow] == "GET, HEAD, PATCH")
      #expect(try await client(.get, "/api/v1/segments/preview").status == .methodNotAllowed)
    }
  }

  @Test func serverIsReadyOnceItsSegmentsHaveCaughtUp() async throws {
    try await QueryFixture().test { client in
      let deadline = ContinuousClock.now + .seconds(60)
      while try await client(.get, "/readyz").status != .ok {
        try #require(ContinuousClock.now < deadline)
        try await Task.sleep(for: .milliseconds(2))
      }
      #expect(try await client(.get, "/readyz").json?["parts"]?["segments"]?["state"] == "ready")
    }
  }
}
