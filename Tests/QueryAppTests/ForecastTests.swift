import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ForecastTests {
  private func days(_ answer: TestResponse) -> [String] {
    answer.json?["data"]?.arrayValue?.map { day in
      ["day", "at", "count"].map { day[$0]?.stringValue ?? day[$0]?.text ?? "" }.joined(separator: " ")
    } ?? []
  }

  @Test func sizeIsThatAtTheBeginningOfEachDayInTheZone() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let body: JSONValue = [
        "name": "new", "contentType": "contact", "timeZone": "Europe/Berlin",
        "filter": ["property": "createdAt", "operator": "dateRelativeGreaterThan", "value": "now-2d/d"],
      ]
      let id = try #require(try await client(.post, "/api/v1/segments", body).json?["id"]?.stringValue)
      let answer = try await client(.get, "/api/v1/segments/\(id)/forecast?days=4")
      #expect(
        days(answer) == [
          "2026-11-25 2026-11-24T23:00:00.000Z 2", "2026-11-26 2026-11-25T23:00:00.000Z 2",
          "2026-11-27 2026-11-26T23:00:00.000Z 0", "2026-11-28 2026-11-27T23:00:00.000Z 0",
        ])
      #expect(answer.json?["timeZone"] == "Europe/Berlin")
      #expect(answer.json?["asOf"] == .string(QueryFixture.start.description))
      #expect(try await days(client(.get, "/api/v1/segments/\(id)/forecast")).count == 7)
    }
  }

  @Test func eventThatLiesAheadCountsFromItsTimeOn() async throws {
    let fixture = try QueryFixture()
    try fixture.write { transaction in
      let contact = try transaction.insertContact(ContactRecord(createdAt: QueryFixture.start))
      _ = try transaction.appendEvent(
        EventRecord(
          contact: contact.id, name: "visit", time: QueryFixture.start.advanced(milliseconds: 86_400_000),
          receivedAt: QueryFixture.start))
    }
    try await fixture.test { client in
      let id = try await client.createSegment("visited", ["event": "visit"])
      let counts = try await client(.get, "/api/v1/segments/\(id)/forecast?days=3").json?["data"]?.arrayValue
      #expect(counts?.map { $0["count"] } == [0, 1, 1])
    }
  }

  @Test func dayWithoutMidnightBeginsWithItsFirstInstant() async throws {
    let clock = ManualClock(try #require(Instant("2026-03-27T12:00:00Z")))
    try await QueryFixture(clock: clock).test { client in
      #expect(try await client(.get, "/api/v1/settings").status == .ok)
      let body: JSONValue = [
        "name": "all", "contentType": "contact", "timeZone": "Asia/Beirut", "filter": everyone,
      ]
      let id = try #require(try await client(.post, "/api/v1/segments", body).json?["id"]?.stringValue)
      let answer = try await client(.get, "/api/v1/segments/\(id)/forecast?days=3")
      #expect(
        days(answer) == [
          "2026-03-28 2026-03-27T22:00:00.000Z 0", "2026-03-29 2026-03-28T22:00:00.000Z 0",
          "2026-03-30 2026-03-29T21:00:00.000Z 0",
        ])
    }
  }

  @Test func whatIsNotToBeForecastIsRefused() async throws {
    try await QueryFixture().test { client in
      let id = try await client.createSegment("all", everyone)
      for query in ["days=0", "days=91", "days=x", "from=now"] {
        #expect(try await client(.get, "/api/v1/segments/\(id)/forecast?\(query)").status == .badRequest, "\(query)")
      }
      #expect(try await client(.get, "/api/v1/segments/seg_none/forecast").status == .notFound)
    }
  }
}
