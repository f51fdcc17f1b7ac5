import HTTPTypes
import HummingbirdTesting
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata_query

/// `/segments/{id}/members/{contact}`.
@Suite struct ExplainTests {
  @Test func anExplanationNamesWhatDecidesAndWhenTimeChangesIt() async throws {
    let fixture = try QueryFixture()
    let now = fixture.clock.now
    _ = try fixture.write { transaction in
      let contact = try transaction.insertContact(
        ContactRecord(
          state: .customer, createdAt: now,
          properties: ["plan": StoredValue(.text("gold"), time: now, isTrusted: true)],
          identifiers: [Identifier(.userId, "7")].compactMap(\.self)))
      let event = EventRecord(
        contact: contact.id, name: "purchase", time: now.advanced(milliseconds: -3_600_000), receivedAt: now,
        attributes: [NamedValue("price", .number(120))])
      _ = try transaction.appendEvent(event)
    }
    try await fixture.test { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      let filter: JSONValue = ["all": [["segment": .string(gold)], ["event": "purchase", "within": ["last": "1d"]]]]
      let id = try await client.createSegment("Buyers", filter)
      let path = "/api/v1/segments/\(id)/members/userId:7"
      let answer = try await client(.get, path)
      #expect(answer.status == .ok)
      let json = answer.json
      #expect(json?["isMember"] == true)
      let leaves = now.advanced(milliseconds: 23 * 3_600_000 + 1)
      #expect(json?["changesAt"] == .string(leaves.description))
      let nodes = json?["filter"]?["all"]?.arrayValue
      #expect(nodes?.map { $0["holds"] } == [true, true])
      #expect(nodes?.first?["segment"]?["filter"]?["found"] == "gold")
      #expect(nodes?.first?["segment"]?["filter"]?["words"] == "plan equals “gold”")
      #expect(nodes?.last?["count"] == 1)
      #expect(nodes?.last?["events"]?.arrayValue?.first?["attributes"]?["price"] == 120)
      let later = try await client(.get, "\(path)?asOf=\(leaves)")
      #expect(later.json?["isMember"] == false)
      #expect(later.json?["changesAt"] == .some(.null))
      let nobody = try await client(.get, "/api/v1/segments/\(id)/members/userId:8")
      #expect(nobody.status == .notFound)
    }
  }
}
