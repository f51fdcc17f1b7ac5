import HTTPTypes
import HummingbirdTesting
import SegmentModel
import Testing
import TrackedPropertyStore

@testable import strata_query

@Suite struct ExceptionsTests {
  @Test func mistakesOfAnExceptionAreToldByPlace() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1"])
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let path = "/api/v1/segments/\(id)/exceptions/userId:u1"
      let wrong: JSONValue = ["kind": "maybe", "reason": 7, "until": "tomorrow", "x": 1]
      let refused = try await client(.put, path, wrong, ["If-Match": "*"])
      #expect(refused.pointers == ["/kind", "/reason", "/until", "/x"])
      #expect(try await client(.put, path, ["kind": "exclude"]).status == .preconditionRequired)
      #expect(try await client(.put, path, ["kind": "exclude"], ["If-Match": "\"9\""]).status == .preconditionFailed)
      let nobody = "/api/v1/segments/\(id)/exceptions/userId:u9"
      #expect(try await client(.put, nobody, ["kind": "exclude"], ["If-Match": "*"]).status == .notFound)
      #expect(try await client(.delete, path, nil, ["If-Match": "*"]).status == .notFound)
      #expect(try await client(.delete, path).status == .preconditionRequired)
      let missing = "/api/v1/segments/seg_none/exceptions/userId:u1"
      #expect(try await client(.put, missing, ["kind": "exclude"], ["If-Match": "*"]).status == .notFound)
    }
  }

  @Test(.enabled(if: LanguageOfThisVersion.evaluatesExceptions))
  func exceptionIsPutReplacedAndTakenBack() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: id, reaching: 2)
      let contact = try #require(try await client(.get, "/api/v1/contacts/userId:u1").json?["id"])
      let path = "/api/v1/segments/\(id)/exceptions/userId:u1"
      let body: JSONValue = ["kind": "exclude", "reason": "asked to", "until": "2030-01-01T00:00:00Z"]
      let put = try await client(.put, path, body, ["If-Match": "\"1\""])
      #expect(put.status == .ok, "\(put.text)")
      #expect(put.headers[.eTag] == "\"2\"")
      #expect(
        put.json?["exclude"] == [
          ["contact": contact, "reason": "asked to", "until": "2030-01-01T00:00:00.000Z"]
        ])
      _ = try await client.count(of: id, reaching: 1)
      let turned = try await client(.put, path, ["kind": "include"], ["If-Match": "*"])
      #expect(turned.json?["exclude"] == [] && turned.json?["include"]?.arrayValue?.count == 1)
      _ = try await client.count(of: id, reaching: 2)
      #expect(try await client(.delete, path, nil, ["If-Match": "\"1\""]).status == .preconditionFailed)
      let gone = try await client(.delete, path, nil, ["If-Match": "*"])
      #expect(gone.status == .noContent && gone.headers[.eTag] == "\"4\"")
      #expect(try await client(.get, "/api/v1/segments/\(id)").json?["include"] == [])
    }
  }

  @Test(.enabled(if: LanguageOfThisVersion.evaluatesExceptions))
  func exceptionOfAMergedContactIsThatOfItsWinner() async throws {
    let fixture = try QueryFixture()
    try fixture.addContacts(["u1", "u2"])
    try await fixture.test { client in
      let id = try await client.createSegment("Gold", plan("gold"))
      let any = ["If-Match": "*"]
      let put = try await client(.put, "/api/v1/segments/\(id)/exceptions/userId:u1", ["kind": "exclude"], any)
      #expect(put.status == .ok, "\(put.text)")
      try fixture.write { transaction in
        let rows = try ["u1", "u2"].map {
          try #require(try transaction.contact(bearing: Identifier(kind: .userId, stored: $0)))
        }
        try transaction.mergeContact(rows[0], into: rows[1])
      }
      #expect(
        try await client(.delete, "/api/v1/segments/\(id)/exceptions/userId:u2", nil, any).status == .noContent)
      #expect(try await client(.get, "/api/v1/segments/\(id)").json?["exclude"] == [])
    }
  }
}
