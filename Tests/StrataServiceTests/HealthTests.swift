import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import Testing

@Suite struct HealthTests {
  @Test func readinessFollowsTheWorstPart() async throws {
    let fixture = ServiceFixture()
    try await fixture.test { client in
      func ready() async throws -> TestResponse { try await client.execute(uri: "/readyz", method: .get) }
      #expect(try await ready().status == .serviceUnavailable)
      fixture.readiness.report("profiles", .ready)
      fixture.readiness.report("segments", .building(progress: 0.25))
      let building = try await ready()
      #expect(building.status == .serviceUnavailable)
      #expect(
        building.json == [
          "status": "building",
          "parts": ["profiles": ["state": "ready"], "segments": ["state": "building", "progress": 0.25]],
        ])
      fixture.readiness.report("segments", .ready)
      #expect(try await ready().status == .ok)
      fixture.readiness.report("profiles", .failed("the disk is full"))
      #expect(try await ready().json?["parts"]?["profiles"] == ["state": "failed", "why": "the disk is full"])
      fixture.readiness.report("profiles", .ready)
      fixture.readiness.stop()
      #expect(try await ready().json?["status"] == "stopping")
      #expect(try await ready().status == .serviceUnavailable)
    }
  }

  @Test func serverIsAliveBeforeItIsReady() async throws {
    try await ServiceFixture().test { client in
      #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/openapi.json", method: .get).json?["openapi"] == "3.1.0")
    }
  }

  @Test func metricsAreGivenOffLoopbackWithTheTokenOnly() async throws {
    // Through the router alone a request comes from nowhere, thus not from loopback.
    try await ServiceFixture(metricsToken: "0123456789abcdef").test { client in
      func get(_ headers: HTTPFields) async throws -> TestResponse {
        try await client.execute(uri: "/metrics", method: .get, headers: headers)
      }
      #expect(try await get([:]).status == .unauthorized)
      #expect(try await get([.authorization: "Bearer 0123456789abcdeg"]).status == .unauthorized)
      let response = try await get([.authorization: "bearer 0123456789abcdef"])
      #expect(response.status == .ok)
      #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
    }
    try await ServiceFixture().test { client in
      #expect(
        try await client.execute(uri: "/metrics", method: .get, headers: [.authorization: "Bearer "]).status
          == .unauthorized)
    }
  }
}
