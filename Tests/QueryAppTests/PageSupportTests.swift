import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

/// What the API has for the page above all.
@Suite struct PageSupportTests {
  @Test func dateValueIsToldAsTheInstantsThatItMeansNow() async throws {
    try await QueryFixture().test { client in
      let day = try await client(.get, "/api/v1/dates?value=now-21d/d")
      #expect(day.json?["from"] == "2026-11-03T00:00:00.000Z")
      #expect(day.json?["to"] == "2026-11-03T23:59:59.999Z")
      #expect(day.json?["timeZone"] == "UTC" && day.json?["asOf"] == "2026-11-24T12:00:00.000Z")
      let berlin = try await client(.get, "/api/v1/dates?value=2026-07-01&timeZone=Europe/Berlin")
      #expect(berlin.json?["from"] == "2026-06-30T22:00:00.000Z")
      #expect(try await client(.get, "/api/v1/dates?value=now-21x").pointers == ["/value"])
      #expect(try await client(.get, "/api/v1/dates?value=now&timeZone=Mars").pointers == ["/timeZone"])
      #expect(try await client(.get, "/api/v1/dates").status == .badRequest)
    }
  }

  @Test func latestEventsComeAsTheyArrivedWithTheirContacts() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try fixture.write { transaction in
      for (number, user) in ["u1", "u2", "u1"].enumerated() {
        let contact = try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: user)))
        let time = QueryFixture.start.advanced(milliseconds: Int64(-number) * 1000)
        _ = try transaction.appendEvent(
          EventRecord(contact: contact, name: "event \(number)", time: time, receivedAt: QueryFixture.start))
      }
    }
    try await fixture.test { client in
      let first = try await client(.get, "/api/v1/events?limit=2")
      let names = { (answer: TestResponse) in answer.json?["data"]?.arrayValue?.map { $0["name"]?.stringValue } }
      #expect(names(first) == ["event 2", "event 1"])
      let owner = try await client(.get, "/api/v1/contacts/userId:u1").json?["id"]
      #expect(first.json?["data"]?.arrayValue?.first?["contact"] == owner)
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/events?limit=2&cursor=\(cursor)")
      #expect(names(second) == ["event 0"] && second.json?["nextCursor"] == .null)
    }
  }

  @Test func contactsAreListedByState() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    let position = try fixture.write { transaction in
      for (number, state) in [ContactState.lead, .visitor, .lead].enumerated() {
        _ = try transaction.insertContact(
          ContactRecord(
            state: state, createdAt: QueryFixture.start, properties: ["name": trusted(.text("Lea \(number)"))]))
      }
    }
    try await fixture.test { client in
      #expect(try await client(.get, "/api/v1/contacts?state=customer").ids.count == 2)
      #expect(try await client(.get, "/api/v1/contacts?state=lead").ids.count == 2)
      #expect(try await client(.get, "/api/v1/contacts?state=lead&search=LEA%202").ids.count == 1)
      #expect(try await client(.get, "/api/v1/contacts?state=visitor&search=lea%202").ids.isEmpty)
      #expect(try await client(.get, "/api/v1/contacts?state=dog").pointers == ["/state"])
      let first = try await client(.get, "/api/v1/contacts?state=lead&limit=1")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/contacts?state=lead&limit=1&cursor=\(cursor)")
      #expect(second.ids.count == 1 && second.ids != first.ids)
      let all = try await client.createSegment("All", everyone)
      _ = try await client.count(of: all, reaching: 5, position: position)
      #expect(try await client(.get, "/api/v1/contacts?state=lead&segment=\(all)").ids.count == 2)
    }
  }

  @Test func contactsOfACompanyAreListed() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2", "u3"])
    try fixture.write { transaction in
      let acme = try transaction.insertCompany(
        CompanyRecord(createdAt: QueryFixture.start, properties: [:], groupIDs: ["acme"]))
      for user in ["u1", "u3"] {
        let contact = try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: user)))
        _ = try transaction.link(contact: contact, company: acme.id)
      }
    }
    try await fixture.test { client in
      let first = try await client(.get, "/api/v1/companies/groupId:acme/contacts?limit=1")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/companies/groupId:acme/contacts?limit=1&cursor=\(cursor)")
      #expect(first.ids.count == 1 && second.ids.count == 1 && first.ids != second.ids)
      #expect(second.json?["nextCursor"] == .null)
      #expect(try await client(.get, "/api/v1/companies/groupId:none/contacts").status == .notFound)
    }
  }

  @Test func addressOfTheIngestServerIsTheOneThatItWrote() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let absent = try await client(.get, "/api/v1/ingest")
      #expect(absent.json == ["address": "http://localhost:3200", "isRunning": false])
      let file = AddressFile(path: "\(fixture.services.settings.directory)/ingest.address")
      try file.write("http://127.0.0.1:4711")
      #expect(try await client(.get, "/api/v1/ingest").json == ["address": "http://127.0.0.1:4711", "isRunning": true])
    }
  }
}
