import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentModel
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ExportTests {
  private static func contact(_ id: String, _ properties: [String: Value]) -> ContactRecord {
    var record = ContactRecord(
      state: .customer, createdAt: QueryFixture.start,
      identifiers: [
        Identifier(kind: .userId, stored: id), Identifier(kind: .email, stored: "\(id)@example.com"),
      ])
    for (name, value) in properties { record.properties[ExactText(name)] = trusted(value) }
    return record
  }

  @Test func everyMemberIsWrittenAtOneVersion() async throws {
    let fixture = try QueryFixture()
    // More than one part.
    let position = try fixture.addContacts((1...1201).map { "u\($0)" })
    try fixture.addContacts(["other"], plan: "free")
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let count = try await client.count(of: id, reaching: 1201, position: position)
      let answer = try await client(.get, "/api/v1/segments/\(id)/export")
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "application/x-ndjson")
      #expect(answer.headers[.contentDisposition] == "attachment; filename=\"\(id).ndjson\"")
      let name = try #require(HTTPField.Name("Strata-Epoch"))
      #expect(answer.headers[name] == count["epoch"]?.stringValue)
      let lines = try answer.text.split(separator: "\n").map { try JSONReader.read(String($0)) }
      var ids: [JSONValue] = []
      var cursor: String?
      repeat {
        let page = try await client(
          .get, "/api/v1/segments/\(id)/members?limit=1000" + (cursor.map { "&cursor=\($0)" } ?? ""))
        ids += page.json?["data"]?.arrayValue ?? []
        cursor = page.json?["nextCursor"]?.stringValue
      } while cursor != nil
      #expect(lines == ids)
      #expect(lines.count == 1201)
    }
  }

  @Test func whoEntersWhileItIsWrittenIsNotInIt() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts((1...600).map { "u\($0)" })
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 600, position: position)
      let services = fixture.services
      let export = try MemberExport(of: id, as: .ndjson, services)
      let first = try #require(try export.part(after: 0, services))
      _ = try await client.count(of: id, reaching: 601, position: try fixture.addContacts(["late"]))
      let second = try #require(try export.part(after: first.last, services))
      #expect(try export.part(after: second.last, services) == nil)
      let text = String(buffer: first.bytes) + String(buffer: second.bytes)
      #expect(text.split(separator: "\n").count == 600)
      #expect(!text.contains("late"))
      #expect(export.version < (try services.segments.allMembers(of: id).version))
    }
  }

  @Test func tableHasAColumnAPropertyAndNoFormulas() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.write { transaction in
      _ = try transaction.insertContact(
        Self.contact("u1", ["plan": .text("gold"), "note": .text("=1+1"), "score": .number(-5)]))
      _ = try transaction.insertContact(
        Self.contact("u2", ["plan": .text("gold"), "note": .text("a \"b\", c"), "+cmd": .text("@x")]))
    }
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 2, position: position)
      let answer = try await client(.get, "/api/v1/segments/\(id)/export?format=csv")
      #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
      let lines = answer.text.split(separator: "\n").map(String.init)
      #expect(lines.count == 3)
      let head = try #require(lines.first)
      #expect(head.hasPrefix("id,state,userId,anonymousId,") && head.hasSuffix(",identities,companies"))
      #expect(head.contains(",note,") && head.contains(",score,"))
      // A name from outside may stand at the beginning of a cell as well.
      #expect(head.contains(",'+cmd,"))
      #expect(lines[1].contains(",'=1+1,") && lines[1].contains(",-5,"))
      #expect(lines[1].contains("\"userId:u1, email:u1@example.com\""))
      #expect(lines[2].contains(",\"a \"\"b\"\", c\",") && lines[2].contains(",'@x,"))
    }
  }

  @Test func companiesAreWrittenAsCompanies() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.write { transaction in
      _ = try transaction.insertCompany(
        CompanyRecord(
          createdAt: QueryFixture.start, properties: ["primaryName": trusted(.text("Acme"))], groupIDs: ["acme"]))
    }
    try await fixture.test { client in
      let id = try await client.createSegment("firms", everyone, contentType: "company")
      _ = try await client.count(of: id, reaching: 1, position: position)
      let lines = try await client(.get, "/api/v1/segments/\(id)/export?format=csv").text.split(separator: "\n")
      #expect(lines.first?.hasPrefix("id,groupId,") == true)
      #expect(lines.last?.contains(",acme,") == true && lines.last?.contains(",Acme,") == true)
    }
  }

  @Test func whatCannotBeExportedIsSaid() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      #expect(try await client(.get, "/api/v1/segments/seg_none/export").status == .notFound)
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 0)
      #expect(try await client(.get, "/api/v1/segments/\(id)/export?format=xlsx").pointers == ["/format"])
      let empty = try await client(.get, "/api/v1/segments/\(id)/export")
      #expect(empty.status == .ok && empty.text.isEmpty)
    }
  }
}
