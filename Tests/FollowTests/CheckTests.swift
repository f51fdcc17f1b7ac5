import SQLiteBackend
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import SegmentStore
@testable import SegmentSync

/// Checks of the real stores: what a follower has committed is clean, and each damage is told.
@Suite struct CheckTests {
  private let bench: FollowBench
  private let start: Instant

  init() throws {
    start = try #require(Instant("2026-03-02T12:00:00Z"))
    bench = try FollowBench(at: start, isByIndex: false)
  }

  private func contact(_ plan: String) throws -> ContactRecord {
    try bench.profiles.write { transaction in
      try transaction.insertContact(
        ContactRecord(
          state: .customer, createdAt: start,
          properties: ["plan": StoredValue(.text(plan), time: start, isTrusted: true)]))
    }.value
  }

  private func create(_ name: String, _ filter: JSONValue, in bench: FollowBench? = nil) throws -> StoredSegment {
    let bench = bench ?? self.bench
    let id = try bench.service.create(["name": .string(name), "contentType": "contact", "filter": filter]).id
    try bench.follow()
    return try bench.service.segment(id).segment
  }

  private func gold() throws -> StoredSegment {
    try create("gold", ["property": "plan", "operator": "equals", "value": "gold"])
  }

  private func check(_ bench: FollowBench? = nil) throws -> CheckReport {
    var checker = SegmentChecker((bench ?? self.bench).service, patience: .zero) {}
    return try checker.run()
  }

  private func damage(_ sql: String) throws { try bench.store.write { try $0.run(sql) } }

  private static func hex(_ members: [Int64]) -> String {
    Bitmap(members).bytes().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  @Test(arguments: [false, true]) func whatAFollowerHasCommittedIsClean(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    var generator = TestSeed().generator()
    var people = RandomProfiles()
    for (index, filter) in FollowTests.filters.enumerated() { _ = try create("s\(index)", filter, in: bench) }
    for _ in 0..<60 {
      for _ in 0..<generator.below(5) {
        try people.write(to: bench.profiles, at: bench.clock.now, using: &generator)
      }
      if generator.chance(0.3) { bench.clock.advance(milliseconds: 1000 + generator.whole(0...40_000_000)) }
      if generator.chance(0.1) { try bench.restart() }
      try bench.follow()
    }
    let report = try check(bench)
    #expect(report.findings == [] && report.notCompared == [])
    #expect(report.compared == FollowTests.filters.count)
  }

  @Test func flippedMemberIsToldByItsId() throws {
    let (ada, bob) = (try contact("gold"), try contact("gold"))
    let eve = try contact("free")
    let segment = try gold()
    #expect(try check().findings == [])
    try damage("UPDATE snapshot SET members = x'\(Self.hex([ada.id, eve.id, 99]))'")
    let report = try check()
    let name = SegmentName(id: segment.id, name: "gold")
    #expect(
      report.findings == [
        .init(segment: name, finding: CheckFinding(.count, "The count is 2, and there are 3 members.")),
        .init(
          segment: name, finding: CheckFinding(.members, "By a fresh evaluation 1 entered and 2 left."),
          entered: [bob.publicID], left: [eve.publicID, "row 99"]),
      ])
    #expect(report.compared == 1 && report.notCompared == [])
    #expect(report.json["clean"] == false)
  }

  @Test func gapAndWrongCountAndWrongTotalAreTold() throws {
    let segment = try gold()
    for _ in 0..<3 {
      _ = try contact("gold")
      try bench.follow()
    }
    try damage("DELETE FROM change WHERE change = 2")
    try damage("UPDATE segment SET count = 5")
    try damage("UPDATE total SET count = 4 WHERE contentType = 'contact'")
    let report = try check()
    #expect(
      report.findings.map { [$0.segment?.id ?? "", $0.finding.code.rawValue, $0.finding.detail] } == [
        [segment.id, "changeGap", "Change 2 is missing."],
        [segment.id, "count", "The count is 5, and there are 2 members."],
        [segment.id, "previous", "The count before is said to be 2, and was 4."],
        ["", "total", "The total of contact is 4, and there are 3."],
        [segment.id, "members", "By a fresh evaluation 1 entered and 0 left."],
      ])
  }

  @Test func whatTheFollowerHasNotSeenIsNotComparedUntilItHas() throws {
    let segment = try gold()
    _ = try contact("gold")
    let behind = try check()
    #expect(behind.findings == [] && behind.compared == 0)
    #expect(behind.notCompared.map(\.segment?.id) == [segment.id])
    #expect(behind.notCompared.first?.why.contains("position") == true)
    // With a server it waits: here the pause is the server's turn.
    var checker = SegmentChecker(bench.service, patience: .seconds(60)) { try? bench.follow() }
    let report = try checker.run()
    #expect(report.findings == [] && report.notCompared == [] && report.compared == 1)
  }

  @Test func segmentThatIsBeingBuiltOrHasFailedIsNamed() throws {
    _ = try gold()
    let failed = try create("failed", ["property": "plan", "operator": "equals", "value": "x"])
    try damage("UPDATE segment SET state = 'failed', why = 'for a test' WHERE row = \(failed.row)")
    let new = try bench.service.create(["name": "new", "contentType": "contact", "filter": ["all": []]])
    let report = try check()
    #expect(report.compared == 1 && report.findings == [])
    #expect(
      report.notCompared == [
        .init(
          segment: SegmentName(id: failed.id, name: "failed"), why: "It cannot be evaluated: for a test"),
        .init(segment: SegmentName(id: new.id, name: "new"), why: "It is being built."),
      ])
  }

  @Test func membersOfAMovingWindowMayBeThoseOfAMomentAgo() throws {
    let contact = try contact("gold")
    let login = EventRecord(contact: contact.id, name: "login", time: start, receivedAt: start)
    _ = try bench.profiles.write { try $0.appendEvent(login) }
    let segment = try create("recent", ["event": "login", "within": ["last": "1h"]])
    #expect(segment.count == 1)
    // As a commit of another segment would do, just before this one is looked at.
    try damage("UPDATE service SET now = now + 3600500")
    #expect(try check().findings == [])
    try damage("UPDATE service SET now = now + 5000")
    #expect(try check().findings.map(\.left) == [[contact.publicID]])
  }

  @Test func emptyDirectoryIsClean() throws {
    #expect(try check() == CheckReport())
    try bench.follow()
    let report = try check()
    #expect(report == CheckReport())
    #expect(report.json["clean"] == true)
  }
}
