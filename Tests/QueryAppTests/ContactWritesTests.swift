import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ContactWritesTests {
  @Test func propertiesAreWrittenAgainstTheETagWithTheTrustOfTheApi() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts(["u1"], plan: "free")
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: gold, reaching: 0, position: position)
      let path = "/api/v1/contacts/userId:u1"
      let tag = try #require(try await client(.get, path).headers[.eTag])
      let body: JSONValue = [
        "properties": ["plan": "gold", "primaryEmail": "Ann@Example.com", "tags": ["a", "b"]], "tracked": ["step": 2],
      ]
      #expect(try await client(.patch, path, body).status == .preconditionRequired)
      let written = try await client(.patch, path, body, ["If-Match": tag])
      #expect(written.status == .ok, "\(written.text)")
      #expect(written.json?["properties"]?["tags"] == ["a", "b"])
      #expect(written.json?["tracked"] == ["step": 2])
      #expect(written.json?["identities"]?.arrayValue?.last == ["type": "email", "value": "ann@example.com"])
      #expect(try await client(.get, path).headers[.eTag] == written.headers[.eTag])
      #expect(try await client(.patch, path, body, ["If-Match": tag]).status == .preconditionFailed)
      let stored = try fixture.services.profiles.read { profiles in
        try profiles.contact(bearing: Identifier(kind: .userId, stored: "u1"))
      }
      #expect(stored?.properties["plan"]?.isTrusted == true)
      _ = try await client.count(of: gold, reaching: 1)
      _ = try await client(.patch, path, ["properties": ["plan": nil]], ["If-Match": "*"])
      _ = try await client.count(of: gold, reaching: 0)
    }
  }

  @Test func everyMistakeOfAWriteIsToldAtOnce() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let long = String(repeating: "x", count: 8193)
      let wrong: JSONValue = [
        "properties": [
          "createdAt": "soon", "lastSeenAt": nil, "sessionCount": -1, "state": "lead", "company": ["name": "Acme"],
          "note": .string(long),
        ], "tracked": 1, "state": "king", "identities": [],
      ]
      let refused = try await client(.patch, "/api/v1/contacts/userId:u1", wrong, ["If-Match": "*"])
      #expect(
        refused.pointers == [
          "/properties/createdAt", "/properties/lastSeenAt", "/properties/sessionCount", "/properties/state",
          "/properties/company.name", "/properties/note", "/tracked", "/state", "/identities",
        ])
      #expect(try await client(.patch, "/api/v1/contacts/userId:u9", [:], ["If-Match": "*"]).status == .notFound)
    }
  }

  @Test func clashIsReportedAndTheIdentifierStays() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let body: JSONValue = ["properties": ["primaryEmail": "ann@example.com"]]
      let first = try await client(.patch, "/api/v1/contacts/userId:u1", body, ["If-Match": "*"])
      #expect(first.json?["warnings"] == nil)
      let second = try await client(.patch, "/api/v1/contacts/userId:u2", body, ["If-Match": "*"])
      #expect(second.json?["warnings"]?.arrayValue?.first?["code"] == "identifierClash")
      let owner = try await client(.get, "/api/v1/contacts/email:ann@example.com")
      #expect(owner.json?["id"] == first.json?["id"])
    }
  }

  @Test func mergedContactIsWrittenUnderItsNewId() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let loser = try #require(try await client(.get, "/api/v1/contacts/userId:u1").json?["id"]?.stringValue)
      try fixture.write { transaction in
        let rows = try ["u1", "u2"].map {
          try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: $0)))
        }
        try transaction.mergeContact(rows[0], into: rows[1])
      }
      let winner = try await client(.get, "/api/v1/contacts/userId:u2").json?["id"]
      let refused = try await client(.patch, "/api/v1/contacts/\(loser)", [:], ["If-Match": "*"])
      #expect(refused.status == .conflict && refused.code == "merged" && refused.json?["mergedInto"] == winner)
      #expect(try await client(.get, "/api/v1/contacts/\(loser)/events").status == .ok)
    }
  }

  @Test func eventsComeNewestFirstPageByPage() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try fixture.write { transaction in
      let contact = try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: "u1")))
      let source = try transaction.createSource(name: "shop", kind: .server, now: QueryFixture.start).source
      for minute in 0..<5 as Range<Int64> {
        _ = try transaction.appendEvent(
          EventRecord(
            contact: contact, name: "look", time: QueryFixture.start.advanced(milliseconds: minute / 2 * 60_000),
            receivedAt: QueryFixture.start, source: minute == 4 ? source.id : nil,
            attributes: [NamedValue("n", .number(Double(minute)))]))
      }
    }
    try await fixture.test { client in
      let path = "/api/v1/contacts/userId:u1/events"
      let first = try await client(.get, "\(path)?limit=2")
      let newest = try #require(first.json?["data"]?.arrayValue?.first)
      #expect(
        newest["name"] == "look" && newest["attributes"] == ["n": 4] && newest["time"] == "2026-11-24T12:02:00.000Z")
      #expect(newest["source"]?.stringValue?.hasPrefix("src_") == true)
      var numbers: [JSONValue?] = []
      var next: String? = path + "?limit=2"
      while let page = next {
        let answer = try await client(.get, page)
        numbers += answer.json?["data"]?.arrayValue?.map { $0["attributes"]?["n"] } ?? []
        next = answer.json?["nextCursor"]?.stringValue.map { "\(path)?limit=2&cursor=\($0)" }
      }
      #expect(numbers == [4, 3, 2, 1, 0])
      #expect(try await client(.get, "\(path)?cursor=bm8").status == .badRequest)
    }
  }

  @Test func segmentsOfAContactAreThoseThatItIsIn() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    let position = try fixture.addContacts(["u2"], plan: "free")
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let free = try await client.createSegment("Free", plan("free"))
      _ = try await client.count(of: gold, reaching: 1, position: position)
      _ = try await client.count(of: free, reaching: 1, position: position)
      #expect(try await client(.get, "/api/v1/contacts/userId:u1/segments").ids == [gold])
      #expect(try await client(.get, "/api/v1/contacts/userId:u9/segments").status == .notFound)
    }
  }

  @Test func searchFindsContactsAmongEveryoneAndAmongMembers() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts((1...30).map { "gold-\($0)" })
    let position = try fixture.addContacts((1...30).map { "free-\($0)" }, plan: "free")
    try await fixture.test { client in
      func all(_ query: String) async throws -> Int {
        var count = 0
        var path = "/api/v1/contacts?\(query)&limit=4"
        for _ in 0..<100 {
          let page = try await client(.get, path)
          #expect(page.ids.count <= 4)
          count += page.ids.count
          guard let cursor = page.json?["nextCursor"]?.stringValue else { return count }
          path = "/api/v1/contacts?\(query)&limit=4&cursor=\(cursor)"
        }
        return -1
      }
      #expect(try await all("search=-1") == 22)
      #expect(try await all("search=GOLD-2") == 11)
      let gold = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: gold, reaching: 30, position: position)
      #expect(try await all("segment=\(gold)&search=-1") == 11)
      #expect(try await all("segment=\(gold)&search=free") == 0)
    }
  }

  @Test func erasedContactIsGoneFromEverythingAndNamedInNothing() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: gold, reaching: 0)
      _ = try await client.count(of: gold, reaching: 2, position: try fixture.addContacts(["u1", "u2"]))
      let path = "/api/v1/contacts/userId:u1"
      let read = try await client(.get, path)
      let tag = try #require(read.headers[.eTag])
      #expect(try await client(.delete, path).status == .preconditionRequired)
      #expect(try await client(.delete, path, nil, ["If-Match": "\"x\""]).status == .preconditionFailed)
      #expect(try await client(.delete, path, nil, ["If-Match": tag]).status == .noContent)
      #expect(try await client(.get, path).status == .notFound)
      #expect(try await client(.delete, path, nil, ["If-Match": "*"]).status == .notFound)
      _ = try await client.count(of: gold, reaching: 1)
      let changes = try await client(.get, "/api/v1/segments/\(gold)/changes").json?["data"]?.arrayValue ?? []
      // The exit alone still says who has left.
      #expect(changes.filter { $0["contact"] == read.json?["id"] }.map { $0["kind"] } == ["left"])
      #expect(changes.contains { $0["kind"] == "entered" && $0["contact"] == .some(.null) })
    }
  }
}
