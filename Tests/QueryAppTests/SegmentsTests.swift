import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentModel
import TestSupport
import Testing

@testable import strata_query

@Suite struct SegmentsTests {
  @Test func segmentIsMadeReadAndListed() async throws {
    try await QueryFixture().test { client in
      let body: JSONValue = [
        "name": " Gold ", "description": "They pay", "contentType": "contact", "filter": plan("gold"),
      ]
      let made = try await client(.post, "/api/v1/segments", body)
      #expect(made.status == .created)
      let json = try #require(made.json)
      let id = try #require(json["id"]?.stringValue)
      #expect(id.hasPrefix("seg_"))
      #expect(made.headers[.location] == "/api/v1/segments/\(id)")
      #expect(made.headers[.eTag] == "\"1\"")
      #expect(json["name"] == "Gold")
      #expect(json["filter"] == plan("gold"))
      #expect(json["usedBy"] == [])
      #expect(json["createdAt"] == .string(QueryFixture.start.description))
      #expect(json["color"]?.stringValue?.hasPrefix("#") == true)

      let read = try await client(.get, "/api/v1/segments/\(id)")
      #expect(read.status == .ok)
      #expect(read.headers[.eTag] == "\"1\"")
      #expect(read.json?["id"] == json["id"])
      #expect(try await client(.get, "/api/v1/segments").ids == [id])
      #expect(try await client(.get, "/api/v1/segments/seg_none").status == .notFound)
    }
  }

  @Test func listIsFilteredAndPaged() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let free = try await client.createSegment("Free riders", plan("free"))
      let firms = try await client.createSegment("All firms", everyone, contentType: "company")
      _ = try await client.count(of: gold, reaching: 1, position: position)
      _ = try await client.count(of: free, reaching: 0, position: position)
      func ids(_ query: String) async throws -> [String] { try await client(.get, "/api/v1/segments?\(query)").ids }
      #expect(try await ids("contentType=company") == [firms])
      #expect(try await ids("search=RIDERS") == [free])
      #expect(try await ids("search=nothing") == [])
      let contact = try #require(try await client(.get, "/api/v1/contacts/userId:u1").json?["id"]?.stringValue)
      #expect(try await ids("contact=\(contact)") == [gold])

      let first = try await client(.get, "/api/v1/segments?limit=2")
      #expect(first.ids == [gold, free])
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "/api/v1/segments?limit=2&cursor=\(cursor)")
      #expect(second.ids == [firms])
      #expect(second.json?["nextCursor"] == .null)
      fixture.clock.advance(milliseconds: 600_001)
      #expect(try await client(.get, "/api/v1/segments?limit=2&cursor=\(cursor)").status == .gone)
    }
  }

  @Test func wrongQueryNamesEveryParameter() async throws {
    try await QueryFixture().test { client in
      let answer = try await client(.get, "/api/v1/segments?limit=0&contentType=dog&colour=red")
      #expect(answer.status == .badRequest)
      #expect(answer.pointers == ["/limit", "/contentType", "/colour"])
      let cursor = try await client(.get, "/api/v1/segments?cursor=nonsense")
      #expect(cursor.status == .badRequest)
      #expect(cursor.pointers == ["/cursor"])
    }
  }

  @Test func whatWasReadCanBeSentBackEdited() async throws {
    try await QueryFixture().test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let read = try await client(.get, "/api/v1/segments/\(id)")
      let edited = (read.json?.objectValue ?? []).map {
        $0.key == "name" ? JSONMember("name", "Golden") : $0
      }
      let etag = try #require(read.headers[.eTag])
      let put = try await client(.put, "/api/v1/segments/\(id)", .object(edited), ["If-Match": etag])
      #expect(put.status == .ok, "\(put.text)")
      #expect(put.headers[.eTag] == "\"2\"")
      #expect(put.json?["name"] == "Golden")
      #expect(put.json?["filter"] == plan("gold"))
    }
  }

  @Test func whatTheServerGivesIsNotTakenForANewSegment() async throws {
    try await QueryFixture().test { client in
      let body: JSONValue = [
        "name": "Gold", "contentType": "contact", "filter": plan("gold"), "id": "seg_x", "revision": 3, "count": 5,
      ]
      let answer = try await client(.post, "/api/v1/segments", body)
      #expect(answer.status == .badRequest)
      #expect(answer.pointers == ["/id", "/revision", "/count"])
      #expect(answer.json?["errors"]?.arrayValue?.first?["detail"]?.stringValue?.contains("\"id\"") == true)
    }
  }

  @Test func changeThatChangesNothingMakesNoRevision() async throws {
    try await QueryFixture().test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      for change in [[:], ["name": "Gold"], ["description": nil]] as [JSONValue] {
        let answer = try await client(.patch, "/api/v1/segments/\(id)", change, ["If-Match": "\"1\""])
        #expect(answer.status == .ok)
        #expect(answer.headers[.eTag] == "\"1\"", "\(change.text)")
      }
    }
  }

  @Test func writeOnOneNeedsTheRevisionThatStands() async throws {
    try await QueryFixture().test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let path = "/api/v1/segments/\(id)"
      let body: JSONValue = ["name": "Gold", "contentType": "contact", "filter": plan("platinum")]
      for method in [HTTPRequest.Method.put, .patch, .delete] {
        let missing = try await client(method, path, body)
        #expect(missing.status == .preconditionRequired, "\(method)")
        let stale = try await client(method, path, body, ["If-Match": "\"7\""])
        #expect(stale.status == .preconditionFailed, "\(method)")
        #expect(stale.headers[.eTag] == "\"1\"")
        let weak = try await client(method, path, body, ["If-Match": "W/\"1\""])
        #expect(weak.status == .preconditionFailed, "\(method)")
        #expect(try await client(method, path, body, ["If-Match": "1"]).status == .badRequest)
      }
      #expect(try await client(.put, path, body, ["If-Match": "\"7\", \"1\""]).headers[.eTag] == "\"2\"")
      #expect(try await client(.patch, path, ["description": "x"], ["If-Match": "*"]).headers[.eTag] == "\"3\"")
      #expect(try await client(.delete, path, nil, ["If-Match": "\"3\""]).status == .noContent)
      #expect(try await client(.get, path).status == .notFound)
      #expect(try await client(.delete, path, nil, ["If-Match": "*"]).status == .notFound)
    }
  }

  @Test func patchReplacesWholeTopLevelFields() async throws {
    try await QueryFixture().test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let change: JSONValue = ["filter": ["not": plan("gold")], "description": "the others"]
      let answer = try await client(.patch, "/api/v1/segments/\(id)", change, ["If-Match": "\"1\""])
      #expect(answer.status == .ok)
      #expect(answer.json?["filter"] == ["not": plan("gold")])
      #expect(answer.json?["description"] == "the others")
      #expect(answer.json?["name"] == "Gold")
      let wrong = try await client(.patch, "/api/v1/segments/\(id)", ["filter": [:], "names": "x"], ["If-Match": "*"])
      #expect(wrong.status == .badRequest)
      #expect(wrong.pointers == ["/filter", "/names"])
    }
  }

  @Test func segmentThatOthersUseIsNotDeleted() async throws {
    try await QueryFixture().test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let child = try await client.createSegment("Gold and seen", everyone, parent: gold)
      let reference = try await client.createSegment("Not gold", ["not": ["segment": .string(gold)]])
      let refused = try await client(.delete, "/api/v1/segments/\(gold)", nil, ["If-Match": "*"])
      #expect(refused.status == .conflict)
      #expect(refused.code == "inUse")
      #expect(refused.json?["usedBy"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == [child, reference])
      let users = try await client(.get, "/api/v1/segments/\(gold)").json?["usedBy"]
      #expect(users == refused.json?["usedBy"])
      for id in [child, reference, gold] {
        #expect(try await client(.delete, "/api/v1/segments/\(id)", nil, ["If-Match": "*"]).status == .noContent)
      }
    }
  }

  @Test func namesThatNobodyHasAreWarnedOf() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let filter: JSONValue = [
        "all": [
          plan("gold"), ["property": "plann", "operator": "isSet"], ["property": "email", "operator": "isSet"],
          ["any": [["tracked": "t", "operator": "isSet"], ["event": "bought"]]],
        ]
      ]
      let body: JSONValue = ["name": "w", "contentType": "contact", "filter": filter]
      let warnings = try await client(.post, "/api/v1/segments", body).json?["warnings"]?.arrayValue ?? []
      #expect(
        warnings.map { $0["pointer"] } == [
          "/filter/all/1/property", "/filter/all/3/any/0/tracked", "/filter/all/3/any/1/event",
        ])
      #expect(warnings.map { $0["code"] } == ["unknownProperty", "unknownTracked", "unknownEvent"])
    }
  }

  @Test func malformedSegmentsAreRefusedWithThePlaceOfEveryMistake() async throws {
    let cases = try #require(try Fixture.json("filters/malformed.json").arrayValue)
    #expect(cases.count >= 60)
    try await QueryFixture().test { client in
      for each in cases {
        let name = try #require(each["name"]?.stringValue)
        let answer = try await client(.post, "/api/v1/segments", each["segment"])
        #expect(answer.status == .badRequest, "\(name)")
        #expect(answer.headers[.contentType] == "application/problem+json")
        let wanted = Set(each["pointers"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        #expect(answer.pointers == wanted, "\(name): \(answer.text)")
        for error in answer.json?["errors"]?.arrayValue ?? [] {
          #expect(error["code"]?.stringValue.flatMap(InputErrorCode.init) != nil, "\(name)")
          #expect(error["detail"]?.stringValue?.isEmpty == false, "\(name)")
        }
      }
      #expect(try await client(.get, "/api/v1/segments").ids.isEmpty)
    }
  }

  @Test func nameThatIsTakenAndACycleAreMistakesOfTheInput() async throws {
    try await QueryFixture().test { client in
      let first = try await client.createSegment("Straße", everyone)
      let body: JSONValue = ["name": "STRASSE", "contentType": "contact", "filter": everyone]
      #expect(try await client(.post, "/api/v1/segments", body).status == .created)
      let taken: JSONValue = ["name": "STRAßE", "contentType": "contact", "filter": everyone]
      let refused = try await client(.post, "/api/v1/segments", taken)
      #expect(refused.status == .badRequest)
      #expect(refused.pointers == ["/name"])

      let second = try await client.createSegment("second", ["segment": .string(first)])
      let change: JSONValue = ["filter": ["not": ["segment": .string(second)]]]
      let cycle = try await client(.patch, "/api/v1/segments/\(first)", change, ["If-Match": "*"])
      #expect(cycle.status == .badRequest)
      #expect(cycle.pointers.contains("/filter/not/segment"))
    }
  }

  @Test func bodyThatIsNotJSONOrTooLargeIsRefused() async throws {
    try await QueryFixture().test { client in
      let fields = ["Authorization": client.fields["Authorization"] ?? ""]
      let headers = HTTPFields(
        fields.compactMap { name, value in
          HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
        })
      let broken = try await client.client.execute(
        uri: "/api/v1/segments", method: .post, headers: headers, body: .init(string: #"{"name": }"#))
      #expect(broken.status == .badRequest)
      #expect(broken.code == "badJSON")
      #expect(broken.json?["offset"] == 9)
      let large = try await client(.post, "/api/v1/webhooks", .string(String(repeating: "x", count: 300_000)))
      #expect(large.status == .contentTooLarge)
    }
  }
}
