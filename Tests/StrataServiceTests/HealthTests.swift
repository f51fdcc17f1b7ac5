import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import Testing

@Suite struct HealthTests {
  @Test func readinessFollowsTheWorstPart() async throws {
    let readiness = Readiness(waitingFor: ["profiles"])
    try await ServiceFixture(readiness: readiness).test { client in
      func ready() async throws -> TestResponse { try await client.execute(uri: "/readyz", method: .get) }
      #expect(try await ready().status == .serviceUnavailable)
      readiness.report("profiles", .ready)
      readiness.report("segments", .building(progress: 0.25))
      let building = try await ready()
      #expect(building.status == .serviceUnavailable)
      #expect(
        building.json == [
          "status": "building",
          "parts": ["profiles": ["state": "ready"], "segments": ["state": "building", "progress": 0.25]],
        ])
      readiness.report("segments", .ready)
      #expect(try await ready().status == .ok)
      readiness.report("profiles", .failed("the disk is full"))
      #expect(try await ready().json?["parts"]?["profiles"] == ["state": "failed", "why": "the disk is full"])
      readiness.report("profiles", .ready)
      readiness.stop()
      #expect(try await ready().json?["status"] == "stopping")
      #expect(try await ready().status == .serviceUnavailable)
    }
  }

  @Test func serverIsAliveBeforeItIsReady() async throws {
    try await ServiceFixture().test { client in
      let alive = try await client.execute(uri: "/healthz", method: .get)
      #expect(alive.status == .ok)
      let document = try await client.execute(uri: "/openapi.json", method: .get)
      #expect(document.json?["openapi"] == "3.1.0")
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
      let empty = try await client.execute(uri: "/metrics", method: .get, headers: [.authorization: "Bearer "])
      #expect(empty.status == .unauthorized)
    }
  }
}
