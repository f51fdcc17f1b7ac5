import Dispatch
import Foundation
import HTTPTypes
import HummingbirdTesting
import SegmentModel
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct WorkspaceTests {
  @Test func tokenIsShownOnceAndListedWithoutItsText() async throws {
    try await QueryFixture().test { client in
      let made = try await client(.post, "/api/v1/tokens", ["name": "ci", "scopes": ["write", "read"]])
      #expect(made.status == .created)
      #expect(made.json?["scopes"] == ["read", "write"])
      let text = try #require(made.json?["token"]?.stringValue)
      let list = try await client(.get, "/api/v1/tokens")
      #expect(list.json?["data"]?.arrayValue?.compactMap { $0["name"]?.stringValue }.sorted() == ["admin", "ci"])
      #expect(!list.text.contains(text))
      let wrong: JSONValue = ["name": " ", "scopes": ["root"], "expiresAt": "2020-01-01T00:00:00Z", "x": 1]
      #expect(try await client(.post, "/api/v1/tokens", wrong).pointers == ["/name", "/scopes/0", "/expiresAt", "/x"])
    }
  }

  @Test func sourceGetsAWriteKeyAndIsRevoked() async throws {
    try await QueryFixture().test { client in
      let body: JSONValue = [
        "name": "shop", "kind": "browser", "allowedOrigins": ["https://shop.example", "http://localhost:*"],
        "keyless": true,
      ]
      let made = try await client(.post, "/api/v1/sources", body)
      #expect(made.status == .created, "\(made.text)")
      let key = try #require(made.json?["writeKey"]?.stringValue)
      let id = try #require(made.json?["id"]?.stringValue)
      #expect(id.hasPrefix("src_"))
      let list = try await client(.get, "/api/v1/sources")
      let listed = try #require(list.json?["data"]?.arrayValue?.first { $0["id"] == .string(id) })
      #expect(listed["keyless"] == true)
      #expect(listed["allowedOrigins"] == ["https://shop.example", "http://localhost:*"])
      #expect(listed["revokedAt"] == .null)
      #expect(!list.text.contains(key))
      #expect(try await client(.delete, "/api/v1/sources/\(id)").status == .noContent)
      #expect(try await client(.delete, "/api/v1/sources/\(id)").status == .notFound)
      let after = try await client(.get, "/api/v1/sources").json?["data"]?.arrayValue?.first { $0["id"] == .string(id) }
      #expect(after?["revokedAt"] == .string(QueryFixture.start.description))
    }
  }

  @Test func mistakesOfASourceAreToldByPlace() async throws {
    try await QueryFixture().test { client in
      let wrong: JSONValue = [
        "name": "", "kind": "phone", "allowedOrigins": ["shop.example", 1], "requireProof": "yes",
      ]
      let refused = try await client(.post, "/api/v1/sources", wrong)
      #expect(refused.pointers == ["/name", "/kind", "/allowedOrigins/0", "/allowedOrigins/1", "/requireProof"])
      let keyless: JSONValue = ["name": "x", "kind": "browser", "keyless": true]
      let alone = try await client(.post, "/api/v1/sources", keyless)
      #expect(alone.pointers == ["/keyless"])
    }
  }

  @Test func timeZoneIsChangedAgainstItsETag() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let path = "/api/v1/settings"
      let before = try await client(.get, path)
      let defaults: JSONValue = ["timeZone": "UTC", "changesRetentionDays": 7, "historyRetentionDays": 731]
      #expect(before.json == defaults)
      let tag = try #require(before.headers[.eTag])
      let zone: JSONValue = ["timeZone": "Europe/Berlin"]
      #expect(try await client(.patch, path, zone).status == .preconditionRequired)
      #expect(try await client(.patch, path, ["timeZone": "Berlin"], ["If-Match": tag]).pointers == ["/timeZone"])
      let after = try await client(.patch, path, zone, ["If-Match": tag])
      #expect(after.json?["timeZone"] == zone["timeZone"])
      #expect(try await client(.patch, path, zone, ["If-Match": tag]).status == .preconditionFailed)
      #expect(try await client(.get, path).headers[.eTag] == after.headers[.eTag])
      #expect(try await client(.patch, path, ["timeZone": nil], ["If-Match": "*"]).json == defaults)
    }
  }

  @Test func retentionIsSetWithinItsBounds() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let path = "/api/v1/settings"
      let tag = try #require(try await client(.get, path).headers[.eTag])
      let wrong: JSONValue = ["changesRetentionDays": 0, "historyRetentionDays": "long", "retention": 7]
      let refused = try await client(.patch, path, wrong, ["If-Match": tag])
      #expect(refused.pointers == ["/changesRetentionDays", "/historyRetentionDays", "/retention"])
      #expect(refused.text.contains("must be a whole number from 1 to 365"))
      let long = try await client(.patch, path, ["changesRetentionDays": 30], ["If-Match": tag])
      #expect(long.json == ["timeZone": "UTC", "changesRetentionDays": 30, "historyRetentionDays": 731])
      let stale = try await client(.patch, path, ["historyRetentionDays": 90], ["If-Match": tag])
      #expect(stale.status == .preconditionFailed)
      let both: JSONValue = ["changesRetentionDays": nil, "historyRetentionDays": 90]
      let last = try await client(.patch, path, both, ["If-Match": "*"])
      #expect(last.json == ["timeZone": "UTC", "changesRetentionDays": 7, "historyRetentionDays": 90])
    }
  }

  @Test func changedTimeZoneMovesTheDaysOfEverySegment() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.write { transaction in
      // 23:30 in UTC is the next day in Berlin.
      let late = try #require(Instant("2026-11-20T23:30:00Z"))
      _ = try transaction.insertContact(ContactRecord(createdAt: late))
    }
    try await fixture.test { client in
      let filter: JSONValue = ["property": "createdAt", "operator": "on", "value": "2026-11-21"]
      let id = try await client.createSegment("21st", filter)
      _ = try await client.count(of: id, reaching: 0, position: position)
      _ = try await client(.patch, "/api/v1/settings", ["timeZone": "Europe/Berlin"], ["If-Match": "*"])
      _ = try await client.count(of: id, reaching: 1)
    }
  }

  @Test func whileAnotherProgramHoldsTheProfilesAWriteIsToBeTriedAgain() async throws {
    let fixture = try QueryFixture(lockPatience: 0.01)
    let other = try ProfileDatabase(
      in: DataDirectory(path: fixture.services.settings.directory), clock: fixture.clock)
    try await fixture.test { client in
      let (held, hold) = AsyncStream<Void>.makeStream()
      let answered = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        _ = try? other.write { _ in
          hold.yield()
          answered.wait()
        }
        hold.finish()
      }
      defer { answered.signal() }
      try #require(await held.first { _ in true } != nil)
      let answer = try await client(.post, "/api/v1/sources", ["name": "crm", "kind": "server"])
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.code == "busy")
      #expect(answer.headers[.retryAfter] != nil)
    }
  }
}
