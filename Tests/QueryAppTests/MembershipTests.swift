import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct MembershipTests {
  @Test func countSaysWhatItIsOf() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    let position = try fixture.addContacts(["u3"], plan: "free")
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let count = try await client.count(of: id, reaching: 2, position: position)
      #expect(count["total"] == 3)
      #expect(count["state"] == "ready")
      #expect(count["epoch"]?.stringValue?.isEmpty == false)
      #expect(try #require(count["version"]?.integerValue) > 0)
      #expect(count["asOf"]?.stringValue.flatMap { Instant($0) } != nil)
      #expect(try await client(.get, "/api/v1/segments/seg_none/count").status == .notFound)
    }
  }

  @Test func membersArePagedAtTheVersionOfTheFirstPage() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts((1...5).map { "u\($0)" })
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 5, position: position)
      let path = "/api/v1/segments/\(id)/members"
      let first = try await client(.get, "\(path)?limit=2")
      #expect(first.ids.count == 2)
      let version = first.json?["version"]

      let later = try fixture.addContacts(["u6"])
      _ = try await client.count(of: id, reaching: 6, position: later)
      var ids = first.ids
      var cursor = first.json?["nextCursor"]?.stringValue
      while let text = cursor {
        let page = try await client(.get, "\(path)?limit=2&cursor=\(text)")
        #expect(page.json?["version"] == version)
        ids += page.ids
        cursor = page.json?["nextCursor"]?.stringValue
      }
      #expect(ids.count == 5)
      #expect(Set(ids).count == 5)
      #expect(try await client(.get, path).ids.count == 6)
    }
  }

  @Test func cursorIsGoneAfterTenMinutes() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts(["u1", "u2", "u3"])
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 3, position: position)
      let path = "/api/v1/segments/\(id)/members?limit=1"
      let cursor = try #require(try await client(.get, path).json?["nextCursor"]?.stringValue)
      fixture.clock.advance(milliseconds: 600_000)
      #expect(try await client(.get, "\(path)&cursor=\(cursor)").status == .ok)
      fixture.clock.advance(milliseconds: 1)
      let gone = try await client(.get, "\(path)&cursor=\(cursor)")
      #expect(gone.status == .gone)
      #expect(gone.code == "gone")
      #expect(try await client(.get, "\(path)&cursor=x").status == .badRequest)
    }
  }

  @Test func membersAreWholeContactsOrCompanies() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.write { transaction in
      let contact = try transaction.insertContact(
        ContactRecord(
          state: .lead, createdAt: QueryFixture.start, tracked: ["step": trusted(.number(3))],
          identifiers: [Identifier(kind: .email, stored: "a@example.com")]))
      let company = try transaction.insertCompany(
        CompanyRecord(
          createdAt: QueryFixture.start, properties: ["primaryName": trusted(.text("Acme"))], groupIDs: ["g1"]))
      _ = try transaction.link(contact: contact.id, company: company.id)
    }
    try await fixture.test { client in
      let people = try await client.createSegment("people", everyone)
      let firms = try await client.createSegment("firms", everyone, contentType: "company")
      _ = try await client.count(of: people, reaching: 1, position: position)
      _ = try await client.count(of: firms, reaching: 1, position: position)
      let company = try #require(
        try await client(.get, "/api/v1/segments/\(firms)/members").json?["data"]?.arrayValue?.first)
      #expect(company["identities"] == [["type": "groupId", "value": "g1"]])
      #expect(company["properties"]?["primaryName"] == "Acme")
      let contact = try #require(
        try await client(.get, "/api/v1/segments/\(people)/members").json?["data"]?.arrayValue?.first)
      #expect(contact["companies"] == [try #require(company["id"])])
      #expect(contact["tracked"] == ["step": 3])
      #expect(contact["state"] == "lead")
    }
  }

  @Test func changesAreNumberedAndGoOnAfterOne() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 0)
      let path = "/api/v1/segments/\(id)/changes"
      _ = try await client.count(of: id, reaching: 1, position: try fixture.addContacts(["u1"]))
      _ = try await client.count(of: id, reaching: 3, position: try fixture.addContacts(["u2", "u3"]))
      let all = try await client(.get, path)
      #expect(all.status == .ok)
      let changes = all.json?["data"]?.arrayValue ?? []
      #expect(changes.map { $0["change"] } == [1, 2, 3])
      #expect(changes.allSatisfy { $0["kind"] == "entered" && $0["at"] != nil && $0["version"] != nil })
      #expect(changes.allSatisfy { $0["contact"]?.stringValue?.hasPrefix("con_") == true })
      let after = try await client(.get, "\(path)?after=2")
      #expect(after.json?["data"]?.arrayValue?.map { $0["change"] } == [3])
      let cursor = try #require(after.json?["nextCursor"]?.stringValue)
      let end = try await client(.get, "\(path)?after=\(cursor)")
      #expect(end.json?["data"] == [])
      #expect(try await client(.get, "\(path)?after=99").status == .badRequest)
      #expect(try await client(.get, "\(path)?after=1&cursor=1").status == .badRequest)
    }
  }

  @Test func changesThatAreKeptNoLongerAreGone() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 0)
      _ = try await client.count(of: id, reaching: 1, position: try fixture.addContacts(["u1"]))
      let path = "/api/v1/segments/\(id)/changes"
      let cursor = try #require(try await client(.get, "\(path)?limit=1").json?["nextCursor"]?.stringValue)
      _ = try await client.count(of: id, reaching: 2, position: try fixture.addContacts(["u2"]))
      _ = try await client.count(of: id, reaching: 3, position: try fixture.addContacts(["u3"]))
      #expect(
        try await client(.patch, "/api/v1/settings", ["changesRetentionDays": 1], ["If-Match": "*"]).status == .ok)
      fixture.clock.advance(milliseconds: 86_400_001)
      let deadline = ContinuousClock.now + .seconds(60)
      var answer = try await client(.get, "\(path)?after=\(cursor)")
      while answer.status == .ok {
        try #require(ContinuousClock.now < deadline)
        // Maintenance comes every ten minutes, and a snapshot that was replaced stays for fifteen.
        fixture.clock.advance(milliseconds: 1_000_000)
        try await Task.sleep(for: .milliseconds(20))
        answer = try await client(.get, "\(path)?after=\(cursor)")
      }
      #expect(answer.status == .gone && answer.code == "gone")
      #expect(try await client(.get, "\(path)?after=1").status == .gone)
      // What is left still leads on, and the members are what they were.
      let last = try await client(.get, path).json?["data"]?.arrayValue
      #expect(last?.map { $0["change"] } == [3])
      #expect(try await client(.get, "\(path)?after=3").json?["data"] == [])
      #expect(try await client(.get, "/api/v1/segments/\(id)/members").ids.count == 3)
    }
  }

  @Test func queryWaitsForAPosition() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 0)
      for number in 1...5 {
        let position = try fixture.addContacts(["u\(number)"])
        // Asked once: the answer itself has waited.
        let fields = ["Strata-Min-Position": "\(position)"]
        let answer = try await client(.get, "/api/v1/segments/\(id)/count", nil, fields)
        #expect(answer.json?["count"] == .number(Double(number)))
      }
    }
  }

  @Test func queryGivesUpOnAPositionThatDoesNotCome() async throws {
    try await QueryFixture(patience: .milliseconds(50)).test { client in
      let never = try await client(.get, "/api/v1/segments", nil, ["Strata-Min-Position": "1000000"])
      #expect(never.status == .serviceUnavailable)
      #expect(never.code == "behind")
      #expect(never.headers[.retryAfter] != nil)
      for text in ["x", "-1", "1.5"] {
        #expect(try await client(.get, "/api/v1/segments", nil, ["Strata-Min-Position": text]).status == .badRequest)
      }
    }
  }
}
