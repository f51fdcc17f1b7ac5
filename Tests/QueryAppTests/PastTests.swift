import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing

@testable import strata_query

/// What was: the sizes and the definitions of before.
@Suite struct PastTests {
  @Test func historySaysSizeEntriesAndExitsOfEachStep() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 0)
      _ = try await client.count(of: id, reaching: 2, position: try fixture.addContacts(["u1", "u2"]))
      fixture.clock.advance(milliseconds: 86_400_000)
      _ = try await client.count(of: id, reaching: 3, position: try fixture.addContacts(["u3"]))
      let path = "/api/v1/segments/\(id)/history"
      let answer = try await client(.get, "\(path)?from=2026-11-23T18:00:00Z&step=1d")
      #expect(answer.status == .ok, "\(answer.text)")
      let json = try #require(answer.json)
      #expect(json["step"] == "1d" && json["timeZone"] == "UTC")
      let count = try await client(.get, "/api/v1/segments/\(id)/count")
      #expect(json["version"] == count.json?["version"] && json["epoch"] == count.json?["epoch"])
      let noon = "2026-11-25T12:00:00.000Z"
      #expect(
        json["data"] == [
          [
            "from": "2026-11-23T00:00:00.000Z", "to": "2026-11-24T00:00:00.000Z", "count": nil, "entered": 0, "left": 0,
          ],
          ["from": "2026-11-24T00:00:00.000Z", "to": "2026-11-25T00:00:00.000Z", "count": 2, "entered": 2, "left": 0],
          ["from": "2026-11-25T00:00:00.000Z", "to": .string(noon), "count": 3, "entered": 1, "left": 0],
        ])
      #expect(try await client(.get, path).json?["data"]?.arrayValue?.count == 30)

      let wrong = try await client(.get, "\(path)?from=x&to=1&step=5m&days=3")
      #expect(wrong.status == .badRequest)
      #expect(wrong.pointers == ["/from", "/to", "/step", "/days"])
      #expect(try await client(.get, "\(path)?from=2026-11-25T12:00:00Z").pointers == ["/from"])
      #expect(try await client(.get, "\(path)?from=2016-01-01T00:00:00Z").pointers == ["/step"])
      #expect(try await client(.get, "/api/v1/segments/seg_none/history").status == .notFound)
    }
  }

  @Test func revisionsSayWhoWroteThemAndWhen() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let token = try await client(.post, "/api/v1/tokens", ["name": "ci", "scopes": ["write"]])
      let text = try #require(token.json?["token"]?.stringValue)
      fixture.clock.advance(milliseconds: 1000)
      let renamed = try await client.with(["Authorization": "Bearer \(text)"])(
        .patch, "/api/v1/segments/\(id)", ["name": "Golden"], ["If-Match": "\"1\""])
      #expect(renamed.status == .ok)
      let path = "/api/v1/segments/\(id)/revisions"
      let all = try #require(try await client(.get, path).json?["data"]?.arrayValue)
      #expect(all.map { $0["revision"] } == [2, 1])
      #expect(all.map { $0["by"] } == ["token ci", "token admin"])
      #expect(all.map { $0["definition"]?["name"] } == ["Golden", "Gold"])
      #expect(all.map { $0["definition"]?["filter"] } == [plan("gold"), plan("gold")])
      #expect(all.last?["at"] == .string(QueryFixture.start.description))

      let first = try await client(.get, "\(path)?limit=1")
      #expect(first.json?["data"]?.arrayValue == [all[0]])
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let last = try await client(.get, "\(path)?limit=1&cursor=\(cursor)")
      #expect(last.json?["data"]?.arrayValue == [all[1]] && last.json?["nextCursor"] == .some(.null))
      #expect(try await client(.get, "/api/v1/segments/seg_none/revisions").status == .notFound)
    }
  }
}
