import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ContactsTests {
  @Test func contactIsAnsweredWhole() async throws {
    let fixture = try QueryFixture()
    let seen = QueryFixture.start.advanced(milliseconds: 1)
    try fixture.write { transaction in
      _ = try transaction.insertContact(
        ContactRecord(
          state: .customer, createdAt: QueryFixture.start, lastSeenAt: seen, sessionCount: 2,
          properties: [
            "plan": trusted(.text("gold")), "scores": trusted(.list([.number(1), .text("x")])), "gone": trusted(nil),
          ],
          tracked: ["step": trusted(.number(0.5)), "done": trusted(.boolean(true))],
          identifiers: [
            Identifier(kind: .anonymousId, stored: "x1"), Identifier(kind: .userId, stored: "42"),
            Identifier(kind: .email, stored: "a@example.com"),
          ]))
    }
    try await fixture.test { client in
      let answer = try await client(.get, "/api/v1/contacts/userId:42")
      #expect(answer.status == .ok)
      let id = try #require(answer.json?["id"])
      let expected: JSONValue = [
        "id": id, "state": "customer",
        "identities": [
          ["type": "userId", "value": "42"], ["type": "email", "value": "a@example.com"],
          ["type": "anonymousId", "value": "x1"],
        ],
        "properties": [
          "createdAt": .string(QueryFixture.start.description), "lastSeenAt": .string(seen.description), "plan": "gold",
          "scores": [1, "x"], "sessionCount": 2,
        ],
        "tracked": ["done": true, "step": 0.5],
        "companies": [],
      ]
      #expect(answer.json == expected)
      for name in [
        id.stringValue ?? "", "email:A%40Example.com", "email: a@example.com".replacing(" ", with: "%20"),
        "anonymousId:x1",
      ] {
        #expect(try await client(.get, "/api/v1/contacts/\(name)").json == expected, "\(name)")
      }
    }
  }

  @Test func unknownAndMisspeltContactsAreToldApart() async throws {
    try await QueryFixture().test { client in
      for name in ["con_none", "userId:nobody", "phone:+4912345678"] {
        #expect(try await client(.get, "/api/v1/contacts/\(name)").status == .notFound, "\(name)")
      }
      for name in ["user:1", "userId:null", "userId:"] {
        let answer = try await client(.get, "/api/v1/contacts/\(name)")
        #expect(answer.status == .badRequest, "\(name)")
        #expect(answer.code == "badIdentifier")
      }
    }
  }

  @Test func mergedIdLeadsToTheOneThatStayed() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["winner", "loser"])
    try await fixture.test { client in
      func id(_ name: String) async throws -> JSONValue {
        try #require(try await client(.get, "/api/v1/contacts/userId:\(name)").json?["id"])
      }
      let (winner, loser) = (try await id("winner"), try await id("loser"))
      try fixture.write { transaction in
        let rows = try ["loser", "winner"].map {
          try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: $0)))
        }
        try transaction.mergeContact(rows[0], into: rows[1])
      }
      let answer = try await client(.get, "/api/v1/contacts/\(loser.stringValue ?? "")")
      #expect(answer.status == .ok)
      #expect(answer.json == ["id": loser, "mergedInto": winner])
      #expect(try await id("loser") == winner)
    }
  }

  @Test func listIsPagedInTheOrderInWhichTheyCame() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts((1...5).map { "u\($0)" })
    try await fixture.test { client in
      let all = try await client(.get, "/api/v1/contacts")
      #expect(all.ids.count == 5)
      #expect(all.json?["nextCursor"] == .null)
      let first = try await client(.get, "/api/v1/contacts?limit=3")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/contacts?limit=3&cursor=\(cursor)")
      #expect(first.ids + second.ids == all.ids)
      fixture.clock.advance(milliseconds: 600_001)
      #expect(try await client(.get, "/api/v1/contacts?limit=3&cursor=\(cursor)").status == .gone)
      #expect(try await client(.get, "/api/v1/contacts?cursor=bm8").status == .badRequest)
    }
  }

  @Test func listOfASegmentIsItsMembers() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    let position = try fixture.addContacts(["u2"], plan: "free")
    try await fixture.test { client in
      let id = try await client.createSegment("Free", plan("free"))
      _ = try await client.count(of: id, reaching: 1, position: position)
      let answer = try await client(.get, "/api/v1/contacts?segment=\(id)")
      #expect(
        answer.ids == [try #require(try await client(.get, "/api/v1/contacts/userId:u2").json?["id"]?.stringValue)])
      #expect(try await client(.get, "/api/v1/contacts?segment=seg_none").status == .notFound)
    }
  }
}
