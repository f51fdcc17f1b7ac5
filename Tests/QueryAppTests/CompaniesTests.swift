import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct CompaniesTests {
  /// Acme with the contact u1, and Bolt.
  private func fill(_ fixture: QueryFixture) throws -> Int64 {
    try fixture.addContacts(["u1"])
    return try fixture.write { transaction in
      for (name, plan) in [("Acme", "gold"), ("Bolt", "free")] {
        let company = try transaction.insertCompany(
          CompanyRecord(
            createdAt: QueryFixture.start,
            properties: ["primaryName": trusted(.text(name)), "plan": trusted(.text(plan))],
            groupIDs: [name.lowercased()]))
        let contact = try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: "u1")))
        if name == "Acme" { _ = try transaction.link(contact: contact, company: company.id) }
      }
    }
  }

  @Test func companyIsReadByItsIdAndItsGroupId() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try await fixture.test { client in
      let acme = try await client(.get, "/api/v1/companies/groupId:acme")
      let id = try #require(acme.json?["id"]?.stringValue)
      let expected: JSONValue = [
        "id": .string(id), "identities": [["type": "groupId", "value": "acme"]],
        "properties": ["createdAt": .string(QueryFixture.start.description), "plan": "gold", "primaryName": "Acme"],
      ]
      #expect(acme.json == expected)
      #expect(try await client(.get, "/api/v1/companies/\(id)").json == expected)
      #expect(try await client(.get, "/api/v1/companies/com_none").status == .notFound)
      #expect(try await client(.get, "/api/v1/companies/userId:1").code == "badIdentifier")
    }
  }

  @Test func companiesAreListedSearchedAndFoundBySegment() async throws {
    let fixture = try QueryFixture()
    let position = try fill(fixture)
    try await fixture.test { client in
      let all = try await client(.get, "/api/v1/companies")
      #expect(all.ids.count == 2)
      let first = try await client(.get, "/api/v1/companies?limit=1")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      #expect(try await client(.get, "/api/v1/companies?limit=1&cursor=\(cursor)").ids == [all.ids[1]])
      #expect(try await client(.get, "/api/v1/companies?search=BOL").ids == [all.ids[1]])
      let free = try await client.createSegment("Free", plan("free"), contentType: "company")
      let people = try await client.createSegment("People", everyone)
      _ = try await client.count(of: free, reaching: 1, position: position)
      #expect(try await client(.get, "/api/v1/companies?segment=\(free)").ids == [all.ids[1]])
      #expect(try await client(.get, "/api/v1/companies?segment=\(free)&search=acme").ids == [])
      #expect(try await client(.get, "/api/v1/companies?segment=\(people)").pointers == ["/segment"])
      #expect(try await client(.get, "/api/v1/contacts?segment=\(free)").pointers == ["/segment"])
      #expect(try await client(.get, "/api/v1/companies/groupId:bolt/segments").ids == [free])
      #expect(try await client(.get, "/api/v1/companies/groupId:acme/segments").ids == [])
    }
  }

  @Test func propertiesAreWrittenAgainstTheETag() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try await fixture.test { client in
      let path = "/api/v1/companies/groupId:acme"
      let tag = try #require(try await client(.get, path).headers[.eTag])
      let body: JSONValue = ["properties": ["plan": nil, "size": 12, "address": ["city": "Ulm"]]]
      #expect(try await client(.patch, path, body).status == .preconditionRequired)
      let written = try await client(.patch, path, body, ["If-Match": tag])
      #expect(written.status == .ok, "\(written.text)")
      let properties = try #require(written.json?["properties"])
      #expect(properties["plan"] == nil && properties["size"] == 12 && properties["address.city"] == "Ulm")
      #expect(properties["primaryName"] == "Acme", "what is not named stays")
      #expect(try await client(.patch, path, body, ["If-Match": tag]).status == .preconditionFailed)
      let wrong: JSONValue = ["properties": ["createdAt": "soon", "modifiedAt": "2026-01-01", "": 1], "id": "x"]
      let refused = try await client(.patch, path, wrong, ["If-Match": "*"])
      #expect(refused.pointers == ["/properties/createdAt", "/properties/modifiedAt", "/properties/", "/id"])
    }
  }

  @Test func linkIsEnded() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try await fixture.test { client in
      let path = "/api/v1/contacts/userId:u1/companies/groupId:acme"
      let before = try await client(.get, "/api/v1/contacts/userId:u1")
      #expect(before.json?["companies"]?.arrayValue?.count == 1)
      #expect(try await client(.delete, path, nil, ["If-Match": "\"old\""]).status == .preconditionFailed)
      #expect(try await client(.delete, path).status == .noContent)
      #expect(try await client(.delete, path).status == .notFound)
      #expect(try await client(.get, "/api/v1/contacts/userId:u1").json?["companies"] == [])
      #expect(try await client(.get, "/api/v1/companies/groupId:acme").status == .ok)
    }
  }

  @Test func eventsOfACompanyAreThoseOfItsContacts() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try fixture.addContacts(["u2", "u3"])
    try fixture.write { transaction in
      let acme = try #require(try transaction.company(groupID: "acme"))
      for (number, user) in ["u1", "u2", "u3", "u1", "u2"].enumerated() {
        let contact = try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: user)))
        if user != "u3" { _ = try transaction.link(contact: contact, company: acme) }
        _ = try transaction.appendEvent(
          EventRecord(
            contact: contact, name: "e\(number)", time: QueryFixture.start.advanced(milliseconds: Int64(number)),
            receivedAt: QueryFixture.start))
      }
    }
    try await fixture.test { client in
      let path = "/api/v1/companies/groupId:acme/events"
      let all = try #require(try await client(.get, path).json?["data"]?.arrayValue)
      #expect(all.map { $0["name"] } == ["e4", "e3", "e1", "e0"])
      #expect(all.first?["contact"] == (try await client(.get, "/api/v1/contacts/userId:u2").json?["id"]))
      let first = try await client(.get, "\(path)?limit=3")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let last = try await client(.get, "\(path)?limit=3&cursor=\(cursor)")
      #expect((first.json?["data"]?.arrayValue ?? []) + (last.json?["data"]?.arrayValue ?? []) == all)
      #expect(last.json?["nextCursor"] == .some(.null))
      #expect(try await client(.get, "/api/v1/companies/groupId:bolt/events").json?["data"] == [])
      #expect(try await client(.get, "/api/v1/companies/com_none/events").status == .notFound)
    }
  }

  @Test func deletedCompanyLeavesItsSegmentsAndKeepsItsContacts() async throws {
    let fixture = try QueryFixture()
    let position = try fill(fixture)
    try await fixture.test { client in
      let firms = try await client.createSegment("firms", everyone, contentType: "company")
      _ = try await client.count(of: firms, reaching: 2, position: position)
      let path = "/api/v1/companies/groupId:acme"
      #expect(try await client(.delete, path).status == .preconditionRequired)
      #expect(try await client(.delete, path, nil, ["If-Match": "\"x\""]).status == .preconditionFailed)
      let tag = try #require(try await client(.get, path).headers[.eTag])
      #expect(try await client(.delete, path, nil, ["If-Match": tag]).status == .noContent)
      #expect(try await client(.get, path).status == .notFound)
      #expect(try await client(.delete, path, nil, ["If-Match": "*"]).status == .notFound)
      _ = try await client.count(of: firms, reaching: 1)
      #expect(try await client(.get, "/api/v1/contacts/userId:u1").json?["companies"] == [])
    }
  }
}
