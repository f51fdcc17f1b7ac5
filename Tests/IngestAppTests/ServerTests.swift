import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_ingest

@Suite struct ServerTests {
  @Test func firstStartMakesOneSourceForPagesOnThisMachine() async throws {
    let first = try IngestFixture()
    let sources = try first.profiles.read { try $0.sources() }.map(\.source)
    #expect(sources.map(\.kind) == [.browser])
    #expect(sources.first?.isKeyless == true)
    #expect(sources.first?.allowedOrigins == ["http://localhost:*", "http://127.0.0.1:*"])
    try await first.services.close()
    let second = try IngestFixture(in: first.directory)
    #expect(try second.profiles.read { try $0.sources() }.count == 1)
  }

  @Test func secondServerOnOneDirectoryRefusesToStart() throws {
    let first = try IngestFixture()
    #expect(throws: DataDirectoryError.roleTaken(path: first.directory.path, role: "ingest")) {
      try IngestFixture(in: first.directory)
    }
    withExtendedLifetime(first) {}
  }

  @Test func closedServerHasEverythingInTheDatabaseAndTakesNothingMore() async throws {
    let fixture = try IngestFixture()
    let body = #"{"anonymousId": "a", "event": "look"}"#
    try await fixture.test { client in
      #expect(try await client.post("/v1/track", body).status == .ok)
      try await fixture.services.close()
      let late = try await client.post("/v1/track", body)
      #expect(late.status == .serviceUnavailable)
      #expect(late.headers[.retryAfter] != nil)
      #expect(late.code?.isEmpty == false)
    }
    let again = try IngestFixture(in: fixture.directory)
    #expect(try again.status().events == 1)
  }

  @Test func serverTellsOfItself() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      _ = try await client.post("/v1/track", #"{"anonymousId": "a", "event": "look"}"#)
      _ = try await client.post("/v1/track", #"{"event": "look"}"#)
      #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
      let ready = try await client.execute(uri: "/readyz", method: .get)
      #expect(ready.status == .ok)
      #expect(ready.json?["parts"]?["profiles"]?["state"] == "ready")
      let text = fixture.services.metrics.text()
      for line in [
        "strata_ingest_messages_total{result=\"accepted\"} 1", "strata_ingest_messages_total{result=\"rejected\"} 1",
        "strata_ingest_rejected_total{code=\"noIdentifier\"} 1", "strata_ingest_waiting_messages 0",
        "strata_ingest_commit_seconds_count 2",
      ] { #expect(text.contains(line), "\(line) is not in the metrics") }
    }
  }

  @Test func documentNamesEveryRouteThatIsAnswered() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let document = try await client.execute(uri: "/openapi.json", method: .get).json
      #expect(document?["openapi"] == "3.1.0")
      let paths = try #require(document?["paths"]?.objectValue).map(\.key)
      for path in [
        "/v1/batch", "/v1/identify", "/v1/t", "/sourceConfig", "/capture", "/engage", "/build/eventsWidget.bundle.js",
        "/build/stub.js", "/readyz",
      ] {
        #expect(paths.contains(path), "\(path) is not in the document")
      }
      for member in document?["paths"]?.objectValue ?? [] where member.value["post"] != nil {
        // A question needs no message.
        let response = try await client.post(member.key, "{}")
        #expect([200, 400].contains(response.status.code), "\(member.key)")
      }
    }
  }
}
