import HTTPTypes
import HummingbirdTesting
import SegmentModel
import SegmentStore
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ListsTests {
  @Test func listIsMadeOfContactsByAnyOfTheirNames() async throws {
    let fixture = try QueryFixture()
    try fixture.write { transaction in
      _ = try transaction.insertContact(
        ContactRecord(createdAt: QueryFixture.start, identifiers: [Identifier(kind: .email, stored: "a@example.com")]))
    }
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let first = try #require(try await client(.get, "/api/v1/contacts/userId:u1").json?["id"])
      let made = try await client(
        .post, "/api/v1/lists", ["name": " Trade fair ", "contacts": [first, "email:A@example.com", first]])
      #expect(made.status == .created, "\(made.text)")
      let id = try #require(made.json?["id"]?.stringValue)
      #expect(id.hasPrefix("lst_"))
      #expect(made.json?["name"] == "Trade fair" && made.json?["count"] == 2)
      #expect(made.headers[.location] == "/api/v1/lists/\(id)")
      let shown = try await client(.get, "/api/v1/lists/\(id)")
      #expect(shown.json?["count"] == 2 && shown.json?["usedBy"] == [])
      let on = try await client(.get, "/api/v1/lists/\(id)/contacts")
      #expect(on.ids.count == 2 && on.ids.contains(first.stringValue ?? ""))
      #expect(try await client(.get, "/api/v1/lists").ids == [id])
      let empty = try await client(.post, "/api/v1/lists", ["name": "Later"])
      #expect(empty.status == .created && empty.json?["count"] == 0)
    }
  }

  @Test func everyMistakeOfAListIsToldAtOnce() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let wrong: JSONValue = [
        "name": " ", "contacts": ["userId:u1", "con_none", 7, "user:1"], "segment": "seg_none", "x": 1,
      ]
      let answer = try await client(.post, "/api/v1/lists", wrong)
      #expect(answer.status == .badRequest)
      #expect(answer.pointers == ["/name", "/contacts/2", "/contacts/3", "/segment", "/x"])
      let unknown = try await client(.post, "/api/v1/lists", ["contacts": ["con_none", "userId:u1", "userId:u9"]])
      #expect(unknown.pointers == ["", "/contacts/0", "/contacts/2"])
      #expect(try await client(.post, "/api/v1/lists", ["name": "x", "segment": "seg_none"]).pointers == ["/segment"])
      #expect(try await client(.get, "/api/v1/lists").ids == [])
    }
  }

  @Test func segmentIsFrozenAsItsMembersAre() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    let position = try fixture.addContacts(["u3"], plan: "free")
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let companies = try await client.createSegment("Companies", everyone, contentType: "company")
      _ = try await client.count(of: gold, reaching: 2, position: position)
      let made = try await client(.post, "/api/v1/lists", ["name": "Gold in November", "segment": .string(gold)])
      #expect(made.json?["count"] == 2, "\(made.text)")
      let id = try #require(made.json?["id"]?.stringValue)
      let later = try fixture.addContacts(["u4"])
      _ = try await client.count(of: gold, reaching: 3, position: later)
      #expect(try await client(.get, "/api/v1/lists/\(id)").json?["count"] == 2, "a list stays as it was made")
      let wrong = try await client(.post, "/api/v1/lists", ["name": "x", "segment": .string(companies)])
      #expect(wrong.pointers == ["/segment"])
    }
  }

  @Test func contactsAreAddedAndRemoved() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2", "u3"])
    try await fixture.test { client in
      let body: JSONValue = ["name": "x", "contacts": ["userId:u1", "userId:u2"]]
      let id = try #require(try await client(.post, "/api/v1/lists", body).json?["id"]?.stringValue)
      let path = "/api/v1/lists/\(id)/contacts"
      let changed = try await client(.post, path, ["add": ["userId:u2", "userId:u3"], "remove": ["userId:u1"]])
      #expect(changed.json?["added"] == 1 && changed.json?["removed"] == 1 && changed.json?["count"] == 2)
      let first = try await client(.get, "\(path)?limit=1")
      let cursor = try #require(first.json?["nextCursor"]?.stringValue)
      let second = try await client(.get, "\(path)?limit=1&cursor=\(cursor)")
      #expect(first.ids.count == 1 && second.ids.count == 1 && first.ids != second.ids)
      #expect(second.json?["nextCursor"] == .null)
      let wrong = try await client(.post, path, ["add": ["userId:u1", "userId:u9"], "remove": ["userId:u1", 1]])
      #expect(wrong.pointers == ["/add/1", "/remove/1", "/remove"])
      #expect(try await client(.post, "/api/v1/lists/lst_none/contacts", ["add": []]).status == .notFound)
    }
  }

  @Test func listIsDeletedAgainstItsETag() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let id = try #require(try await client(.post, "/api/v1/lists", ["name": "x"]).json?["id"]?.stringValue)
      let path = "/api/v1/lists/\(id)"
      let tag = try #require(try await client(.get, path).headers[.eTag])
      #expect(try await client(.delete, path).status == .preconditionRequired)
      _ = try await client(.post, "\(path)/contacts", ["add": ["userId:u1"]])
      #expect(try await client(.delete, path, nil, ["If-Match": tag]).status == .preconditionFailed)
      let fresh = try #require(try await client(.get, path).headers[.eTag])
      #expect(try await client(.delete, path, nil, ["If-Match": fresh]).status == .noContent)
      #expect(try await client(.get, path).status == .notFound)
      #expect(try await client(.delete, path, nil, ["If-Match": "*"]).status == .notFound)
      #expect(try await client(.get, "/api/v1/contacts/userId:u1").status == .ok)
    }
  }

  @Test func listThatASegmentUsesIsNotDeleted() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let id = try #require(try await client(.post, "/api/v1/lists", ["name": "x"]).json?["id"]?.stringValue)
      // Written to the store itself, as a version that evaluates lists does.
      let definition = SegmentDefinition(
        name: "On it", color: "#000000", contentType: .contact, filter: .not(.list(id)),
        filterJSON: ["not": ["list": .string(id)]])
      let segment = try fixture.services.store.write { try $0.insertSegment(definition, at: QueryFixture.start) }
      let refused = try await client(.delete, "/api/v1/lists/\(id)", nil, ["If-Match": "*"])
      #expect(refused.status == .conflict && refused.code == "inUse")
      let users: JSONValue = [["id": .string(segment.id), "name": "On it"]]
      #expect(refused.json?["usedBy"] == users)
      #expect(try await client(.get, "/api/v1/lists/\(id)").json?["usedBy"] == users)
    }
  }

  @Test(.enabled(if: LanguageOfThisVersion.evaluatesLists))
  func membershipFollowsTheList() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let body: JSONValue = ["name": "x", "contacts": ["userId:u1"]]
      let list = try #require(try await client(.post, "/api/v1/lists", body).json?["id"]?.stringValue)
      let segment = try await client.createSegment("On it", ["list": .string(list)])
      _ = try await client.count(of: segment, reaching: 1)
      _ = try await client(.post, "/api/v1/lists/\(list)/contacts", ["add": ["userId:u2"]])
      _ = try await client.count(of: segment, reaching: 2)
      let changes = try await client(.get, "/api/v1/segments/\(segment)/changes")
      #expect(changes.json?["data"]?.arrayValue?.last?["cause"] == "list")
    }
  }
}
