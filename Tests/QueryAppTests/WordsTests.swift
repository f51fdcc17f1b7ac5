import HTTPTypes
import HummingbirdTesting
import SegmentModel
import Testing
import TrackedPropertyStore

@testable import strata_query

/// `words` and `warnings` in answers.
@Suite struct WordsTests {
  @Test func everyAnswerOfASegmentBearsItsSentence() async throws {
    try await QueryFixture().test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let seen: JSONValue = ["property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"]
      let body: JSONValue = ["name": "w", "contentType": "customer", "parent": .string(gold), "filter": seen]
      let words: JSONValue = "Customers in the segment “Gold”: last seen on or before 3 November 2026 (21 days ago)"
      let created = try await client(.post, "/api/v1/segments", body)
      #expect(created.json?["words"] == words)
      let path = try #require(created.json?["id"]?.stringValue.map { "/api/v1/segments/\($0)" })
      #expect(try await client(.get, path).json?["words"] == words)
      let list = try await client(.get, "/api/v1/segments?search=w").json?["data"]?.arrayValue
      #expect(list?.map { $0["words"] } == [words])
      let patched = try await client(.patch, path, ["parent": nil], ["If-Match": "*"])
      #expect(patched.json?["words"] == "Customers: last seen on or before 3 November 2026 (21 days ago)")
      // An answer can be sent back as it is.
      let again = try await client(.put, path, patched.json, ["If-Match": "*"])
      #expect(again.json?["words"] == patched.json?["words"])
    }
  }

  @Test func aPreviewSpeaksOfItsOwnNow() async throws {
    try await QueryFixture().test { client in
      let filter: JSONValue = ["property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"]
      let body: JSONValue = ["contentType": "contact", "filter": filter, "asOf": "2026-12-31T00:00:00Z"]
      let words = try await client(.post, "/api/v1/segments/preview", body).json?["words"]
      #expect(words == "Contacts: last seen on or before 10 December 2026 (21 days ago)")
    }
  }

  @Test func aLabelOfTheCatalogIsTheWordForAProperty() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try fixture.write { try $0.declareProperty("plan", in: .contact, type: .text, label: "Price plan") }
    try await fixture.test { client in
      let body: JSONValue = ["contentType": "contact", "filter": plan("gold")]
      let words = try await client(.post, "/api/v1/segments/preview", body).json?["words"]
      #expect(words == "Contacts: Price plan equals “gold”")
    }
  }

  @Test func whoeverIsInByHandIsCalledByName() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let named: JSONValue = ["firstName": "Ann", "lastName": "Smith"]
      let change = try await client(.patch, "/api/v1/contacts/userId:u1", ["properties": named], ["If-Match": "*"])
      #expect(change.status == .ok, "\(change.text)")
      let id = try await client.createSegment("Gold", plan("gold"))
      for (contact, kind) in [("u1", "include"), ("u2", "exclude")] {
        let path = "/api/v1/segments/\(id)/exceptions/userId:\(contact)"
        _ = try await client(.put, path, ["kind": .string(kind)], ["If-Match": "*"])
      }
      let words = try await client(.get, "/api/v1/segments/\(id)").json?["words"]
      #expect(words == "Contacts: plan equals “gold”; by hand also Ann Smith; by hand never u2")
    }
  }

  @Test func textComparedWithANumberAndWhatNeverHoldsAreWarnedOf() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let filter: JSONValue = [
        "all": [
          ["property": "plan", "operator": "greaterThan", "value": 5],
          ["property": "sessionCount", "operator": "between", "value": [3, 2]],
        ]
      ]
      let body: JSONValue = ["contentType": "contact", "filter": filter]
      let warnings = try await client(.post, "/api/v1/segments/preview", body).json?["warnings"]?.arrayValue ?? []
      #expect(warnings.map { $0["pointer"] } == ["/filter/all/0", "/filter/all/1/value"])
      #expect(warnings.map { $0["code"] } == ["typeMismatch", "neverHolds"])
    }
  }
}
