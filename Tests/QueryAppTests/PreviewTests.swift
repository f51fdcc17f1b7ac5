import FilterCompiler
import HTTPTypes
import HummingbirdTesting
import SQLiteBackend
import SegmentModel
import SegmentSync
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct PreviewTests {
  private let path = "/api/v1/segments/preview"

  private func fixture() throws -> QueryFixture {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2", "u3"])
    try fixture.addContacts(["u4"], plan: "free")
    try fixture.write { transaction in
      let contact = try transaction.insertContact(
        ContactRecord(state: .visitor, createdAt: QueryFixture.start, identifiers: []))
      for hours in [1, 30, 60] {
        let time = QueryFixture.start.advanced(milliseconds: Int64(-hours) * 3_600_000)
        _ = try transaction.appendEvent(
          EventRecord(contact: contact.id, name: "visit", time: time, receivedAt: time))
      }
    }
    return fixture
  }

  @Test func previewIsWhatADirectEvaluationGives() async throws {
    let fixture = try fixture()
    try await fixture.test { client in
      let visits: JSONValue = ["event": "visit", "count": ["atLeast": 2], "within": ["last": "2d"]]
      let filters: [JSONValue] = [
        everyone, plan("gold"), ["not": plan("gold")], visits, ["any": [plan("free"), visits]],
        ["property": "createdAt", "operator": "on", "value": "2026-11-24"],
      ]
      for filter in filters {
        for contentType in ["contact", "customer", "visitor", "lead"] {
          let body: JSONValue = ["contentType": .string(contentType), "filter": filter, "sample": 100]
          let answer = try await client(.post, path, body)
          #expect(answer.status == .ok, "\(answer.text)")
          let plan = try fixture.services.segments.compile(try PreviewRequest(body).definition).plan
          let (rows, ids) = try fixture.services.backend.read { snapshot in
            let rows = try snapshot.members(of: plan, among: nil, at: QueryFixture.start)
            return (rows, try rows.compactMap { try snapshot.reader.contact($0)?.publicID })
          }
          #expect(answer.json?["count"] == .number(Double(rows.count)), "\(body.text)")
          #expect(answer.json?["sample"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == ids)
          #expect(answer.json?["asOf"] == .string(QueryFixture.start.description))
        }
      }
      let total = try await client(.post, path, ["contentType": "customer", "filter": plan("free")])
      #expect(total.json?["count"] == 1)
      #expect(total.json?["total"] == 4)
      #expect(total.json?["sample"] == nil)
      #expect(try #require(total.json?["tookMs"]?.numberValue) >= 0)
      #expect(try await client(.get, "/api/v1/segments").ids.isEmpty)
    }
  }

  @Test func asOfMovesTheNow() async throws {
    try await fixture().test { client in
      func count(_ asOf: JSONValue) async throws -> JSONValue? {
        let filter: JSONValue = ["event": "visit", "within": ["last": "3h"]]
        return try await client(.post, path, ["contentType": "contact", "filter": filter, "asOf": asOf]).json?["count"]
      }
      let instants: [(JSONValue, JSONValue)] = [
        (nil, 1), ("2026-11-24T11:00:00+01:00", 0), ("2026-11-23T06:00:00Z", 1), ("2026-11-25T06:00:00Z", 0),
      ]
      for (asOf, expected) in instants {
        let found = try await count(asOf)
        #expect(found == expected, "\(asOf)")
      }
    }
  }

  @Test func nodesAreCountedEachByItself() async throws {
    try await fixture().test { client in
      let body: JSONValue = [
        "contentType": "contact", "nodes": true,
        "filter": ["all": [plan("gold"), ["not": plan("free")], ["event": "visit"]]],
      ]
      let answer = try await client(.post, path, body)
      #expect(answer.json?["count"] == 0)
      #expect(
        answer.json?["nodes"] == [
          ["pointer": "/filter", "count": 0], ["pointer": "/filter/all/0", "count": 3],
          ["pointer": "/filter/all/1", "count": 4], ["pointer": "/filter/all/1/not", "count": 1],
          ["pointer": "/filter/all/2", "count": 1],
        ])
    }
  }

  @Test func parentAndSampleAndWarningsAreTakenIn() async throws {
    try await fixture().test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let body: JSONValue = [
        "contentType": "contact", "parent": .string(gold), "filter": ["property": "missing", "operator": "isNotSet"],
        "sample": 2,
      ]
      let answer = try await client(.post, path, body)
      #expect(answer.json?["count"] == 3)
      #expect(answer.json?["sample"]?.arrayValue?.count == 2)
      #expect(answer.json?["warnings"]?.arrayValue?.map { $0["pointer"] } == ["/filter/property"])
    }
  }

  @Test func againstASavedSegmentSomeWouldEnterAndSomeLeave() async throws {
    try await fixture().test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      func difference(_ filter: JSONValue, _ more: JSONMember...) async throws -> [JSONValue?] {
        let body = [
          JSONMember("contentType", "contact"), JSONMember("filter", filter), JSONMember("against", .string(gold)),
        ]
        let answer = try await client(.post, path, .object(body + more)).json
        return [answer?["count"], answer?["enter"], answer?["leave"], answer?["sample"].map { _ in true }]
      }
      #expect(try await difference(everyone) == [5, 2, 0, nil])
      #expect(try await difference(plan("free")) == [1, 1, 3, nil])
      #expect(try await difference(plan("gold"), JSONMember("sample", 1)) == [3, 0, 0, true])
    }
  }

  @Test func whatCannotBeComparedIsRefused() async throws {
    try await fixture().test { client in
      let firms = try await client.createSegment("Firms", everyone, contentType: "company")
      for (against, code) in [("seg_none", "unknownSegment"), (firms, "contentTypeMismatch")] {
        let body: JSONValue = ["contentType": "contact", "filter": everyone, "against": .string(against)]
        let answer = try await client(.post, path, body)
        #expect(answer.status == .badRequest)
        #expect(answer.pointers == ["/against"])
        #expect(answer.json?["errors"]?.arrayValue?.first?["code"] == .string(code))
      }
    }
  }

  @Test func mistakesAndWhatIsNotThereYetAreToldByPlace() async throws {
    try await fixture().test { client in
      let body: JSONValue = [
        "contentType": "contact", "filter": ["all": [["property": "a", "operator": "is"]]], "asOf": "yesterday",
        "sample": 101, "nodes": 1, "timeZone": "Berlin", "against": 7, "name": "x",
      ]
      let answer = try await client(.post, path, body)
      #expect(answer.status == .badRequest)
      #expect(
        answer.pointers == [
          "/filter/all/0/operator", "/asOf", "/sample", "/nodes", "/timeZone", "/against", "/name",
        ])
      #expect(try await client(.post, path, [:]).pointers == [""])
      let unknown: JSONValue = ["contentType": "contact", "filter": ["segment": "seg_none"]]
      #expect(try await client(.post, path, unknown).pointers == ["/filter/segment"])
    }
  }
}
