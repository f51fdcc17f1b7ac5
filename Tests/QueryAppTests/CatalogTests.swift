import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct CatalogTests {
  private func fill(_ fixture: QueryFixture) throws -> Int64 {
    try fixture.write { transaction in
      let values: [Value] = [.text("gold"), .text("free"), .number(3)]
      for (index, plan) in values.enumerated() {
        let contact = try transaction.insertContact(
          ContactRecord(
            createdAt: QueryFixture.start,
            properties: ["plan": trusted(plan), "due": trusted(.number(Double(1_000_000 + index)))],
            tracked: ["plan": trusted(.boolean(true))]))
        _ = try transaction.appendEvent(
          EventRecord(
            contact: contact.id, name: index == 0 ? "login" : "purchase", time: QueryFixture.start,
            receivedAt: QueryFixture.start, attributes: index == 0 ? [] : [NamedValue("price", .number(5))]))
      }
      _ = try transaction.insertCompany(
        CompanyRecord(
          createdAt: QueryFixture.start, properties: ["primaryName": trusted(.text("Acme"))], groupIDs: ["acme"]))
    }
  }

  @Test func propertiesAreListedWithWhatIsKnownOfThem() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try await fixture.test { client in
      let answer = try await client(.get, "/api/v1/catalog/properties")
      let data = try #require(answer.json?["data"]?.arrayValue)
      let names = data.compactMap { $0["name"]?.stringValue }
      #expect(names == ["createdAt", "due", "lastSeenAt", "modifiedAt", "plan", "plan", "sessionCount", "state"])
      let expected: JSONValue = [
        "name": "plan", "tracked": false, "basic": false, "types": ["text", "number"], "holders": 3,
        "samples": [3, "free", "gold"], "type": .null, "unit": .null, "label": .null,
      ]
      #expect(data[4] == expected)
      #expect(data[5]["tracked"] == true && data[5]["types"] == ["boolean"])
      #expect(data[0]["type"] == "datetime" && data[0]["unit"] == "ms" && data[0]["holders"] == 3)
      let companies = try await client(.get, "/api/v1/catalog/properties?contentType=company")
      let companyNames = companies.json?["data"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(companyNames == ["createdAt", "modifiedAt", "primaryName"])
      #expect(try await client(.get, "/api/v1/catalog/properties?contentType=dog").pointers == ["/contentType"])
    }
  }

  @Test func pagesOfNamesGoOnAlsoBetweenTwoOfOneName() async throws {
    let fixture = try QueryFixture()
    _ = try fill(fixture)
    try await fixture.test { client in
      var names: [String] = []
      var path = "/api/v1/catalog/properties?limit=5"
      while true {
        let page = try await client(.get, path)
        names +=
          page.json?["data"]?.arrayValue?.map { "\($0["name"]?.stringValue ?? "")\($0["tracked"] == true)" } ?? []
        guard let cursor = page.json?["nextCursor"]?.stringValue else { break }
        path = "/api/v1/catalog/properties?limit=1&cursor=\(cursor)"
      }
      #expect(names.count == 8 && Set(names).count == 8)
      let first = try await client(.get, "/api/v1/catalog/events?limit=1")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/catalog/events?cursor=\(cursor)")
      #expect(
        second.json?["data"] == [
          ["name": "purchase", "count": 2, "attributes": [["name": "price", "types": ["number"]]]]
        ])
      fixture.clock.advance(milliseconds: 600_001)
      #expect(try await client(.get, "/api/v1/catalog/events?cursor=\(cursor)").status == .gone)
    }
  }

  @Test func declarationReachesTheSegmentsThatItConcerns() async throws {
    let fixture = try QueryFixture()
    let position = try fill(fixture)
    try await fixture.test { client in
      // A second after 1970 began, or eleven days and a half: only a datetime knows.
      let filter: JSONValue = ["property": "due", "operator": "after", "value": "1970-01-10"]
      let id = try await client.createSegment("Due", filter)
      _ = try await client.count(of: id, reaching: 0, position: position)
      let path = "/api/v1/catalog/properties/due"
      let declared = try await client(.patch, path, ["type": "datetime", "unit": "s", "label": "Due on"])
      #expect(declared.status == .ok, "\(declared.text)")
      #expect(declared.json?["type"] == "datetime" && declared.json?["label"] == "Due on")
      _ = try await client.count(of: id, reaching: 3)
      _ = try await client(.patch, path, ["unit": "ms"])
      _ = try await client.count(of: id, reaching: 0)
      // By another program, as the command line is.
      let other = try ProfileDatabase(
        in: DataDirectory(path: fixture.directory.path(of: "data")), clock: fixture.clock)
      let patch = try DeclarationPatch(["unit": "s"])
      _ = try other.write { try $0.declare("due", in: .contact, patch) }
      _ = try await client.count(of: id, reaching: 3)
      try other.close()
      #expect(try await client(.patch, path, ["type": nil]).json?["type"] == .null)
      _ = try await client.count(of: id, reaching: 0)
    }
  }

  @Test func mistakesOfADeclarationAreToldByPlace() async throws {
    try await QueryFixture().test { client in
      let path = "/api/v1/catalog/properties"
      let wrong: JSONValue = ["type": "date", "unit": 1, "label": "", "x": 1]
      #expect(try await client(.patch, "\(path)/due", wrong).pointers == ["/type", "/unit", "/label", "/x"])
      #expect(try await client(.patch, "\(path)/due", ["unit": "s"]).pointers == ["/unit"])
      #expect(try await client(.patch, "\(path)/lastSeenAt", ["type": "text"]).pointers == ["/type"])
      #expect(
        try await client(.patch, "\(path)/due?contentType=company&tracked=true", ["type": "text"]).pointers
          == ["/tracked"])
      let events = try await client(.get, "/api/v1/catalog/events")
      #expect(events.json?["data"] == [])
    }
  }
}
