import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SegmentModel
import StrataService
import Testing

@Suite struct RequestTests {
  private let tag: HTTPFields = [.ifMatch: "\"3\""]

  @Test func bodyThatIsNotJSONIsRefusedAtItsByte() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(
        uri: "/things/1", method: .put, headers: tag, body: ByteBuffer(string: #"{"a": 1,}"#))
      #expect(response.status == .badRequest)
      #expect(response.code == "badJSON")
      #expect(response.json?["offset"] == 8)
    }
  }

  @Test func bodyBeyondItsBoundIsRefused() async throws {
    try await ServiceFixture().test { client in
      let large = ByteBuffer(string: "\"" + String(repeating: "x", count: 100_000) + "\"")
      let response = try await client.execute(uri: "/things/1", method: .put, headers: tag, body: large)
      #expect(response.status == .contentTooLarge)
      #expect(response.code == "tooLarge")
      let fits = ByteBuffer(string: "\"" + String(repeating: "x", count: 98) + "\"")
      #expect(try await client.execute(uri: "/things/1", method: .put, headers: tag, body: fits).status == .ok)
    }
  }

  @Test func writeNeedsTheRevisionThatItChanges() async throws {
    try await ServiceFixture().test { client in
      func put(_ headers: HTTPFields) async throws -> TestResponse {
        try await client.execute(uri: "/things/1", method: .put, headers: headers, body: ByteBuffer(string: "{}"))
      }
      #expect(try await put([:]).status.code == 428)
      #expect(try await put([.ifMatch: "3"]).status == .badRequest)
      #expect(try await put([.ifMatch: "W/\"3\""]).status == .preconditionFailed)
      let stale = try await put([.ifMatch: "\"2\""])
      #expect(stale.status == .preconditionFailed)
      #expect(stale.headers[.eTag] == "\"3\"")
      for good in ["\"3\"", "*", "\"2\", \"3\""] { #expect(try await put([.ifMatch: good]).status == .ok) }
    }
  }

  @Test func pathParameterIsDecoded() async throws {
    try await ServiceFixture().test { client in
      let decoded = try await client.execute(uri: "/things/email:a%2Bb%40example.com", method: .get)
      #expect(decoded.json?["id"] == "email:a+b@example.com")
      let wrong = try await client.execute(uri: "/things/%FF", method: .get)
      #expect(wrong.code == "badPath")
    }
  }

  @Test func everyAnswerBearsTheSecurityHeaders() async throws {
    try await ServiceFixture().test { client in
      for uri in ["/things/1", "/nowhere", "/errors/x", "/healthz"] {
        let headers = try await client.execute(uri: uri, method: .get).headers
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
      }
    }
  }

  @Test func requestsAreCountedByRouteAndNeverByPath() async throws {
    let fixture = ServiceFixture()
    try await fixture.test { client in
      _ = try await client.execute(uri: "/things/secret?writeKey=secret", method: .get)
      _ = try await client.execute(uri: "/nowhere/secret", method: .get)
      _ = try await client.execute(
        uri: "/nowhere/secret", method: try #require(HTTPRequest.Method("SECRET")))
    }
    let text = fixture.metrics.text()
    #expect(text.contains(#"strata_http_requests_total{method="GET",route="/things/{id}",status="200"} 1"#))
    #expect(text.contains(#"strata_http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
    #expect(text.contains(#"{method="other",route="NotFound",status="404"} 1"#))
    #expect(text.contains("strata_http_requests_in_flight 0"))
    #expect(!text.lowercased().contains("secret"))
  }
}
