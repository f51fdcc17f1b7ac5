import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct ServiceTests {
  private func pointers(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as InvalidInput {
      return error.errors.map { "\($0.pointer) \($0.code.rawValue)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func namesAreUniqueWithinAContentTypeAsText() throws {
    let bench = try SyncBench()
    try bench.create("Straße", .everyone)
    #expect(pointers { try bench.create("STRAßE", .everyone) } == ["/name nameTaken"])
    #expect(pointers { try bench.create("straße", .everyone, .customer) } == [])
  }

  @Test func everyMistakeIsReportedWithItsPlace() throws {
    let bench = try SyncBench()
    try bench.create("taken", .everyone)
    let bad: JSONValue = ["any": [["segment": "seg_none"], ["list": "lst_1"]]]
    #expect(
      pointers { try bench.create("taken", bad) } == [
        "/name nameTaken", "/filter/any/0/segment unknownSegment", "/filter/any/1/list unknownList",
      ])
    #expect(pointers { _ = try bench.service.create([:]) } != [])
  }

  @Test func aCycleIsRefusedAlsoThroughOthers() throws {
    let bench = try SyncBench()
    let first = try bench.create("first", .everyone)
    let second = try bench.create("second", ["segment": .string(first)])
    let third = try bench.create("third", .everyone, parent: second)
    let errors = pointers {
      _ = try bench.service.patch(first, with: ["filter": ["segment": .string(third)]], expecting: nil)
    }
    #expect(errors == ["/filter/segment cycle"])
  }

  @Test func anEditThatBreaksAnotherSegmentIsRefused() throws {
    let bench = try SyncBench()
    let parent = try bench.create("parent", .everyone)
    try bench.create("child", .everyone, .customer, parent: parent)
    let errors = pointers { _ = try bench.service.patch(parent, with: ["contentType": "lead"], expecting: nil) }
    #expect(errors == [" contentTypeMismatch"])
  }

  @Test func anOldRevisionIsStale() throws {
    let bench = try SyncBench()
    let id = try bench.create("one", .everyone)
    _ = try bench.service.patch(id, with: ["description": "x"], expecting: 1)
    #expect(throws: ServiceError.stale(current: 2)) {
      try bench.service.patch(id, with: ["description": "y"], expecting: 1)
    }
    #expect(throws: ServiceError.stale(current: 2)) { try bench.service.delete(id, expecting: 1) }
    #expect(try bench.service.revisions(of: id).revisions.map(\.revision) == [2, 1])
  }

  @Test func whatIsAnsweredCanBeSentBack() throws {
    let bench = try SyncBench()
    let id = try bench.create("one", .property("plan", "equals", "gold"))
    let (segment, users) = try bench.service.segment(id)
    let again = try bench.service.replace(id, with: .object(segment.json(usedBy: users)), expecting: 1)
    #expect(again.definition == segment.definition)
  }

  @Test func peopleDoNotBecomeCompanies() throws {
    let bench = try SyncBench()
    let id = try bench.create("one", .everyone)
    let errors = pointers { _ = try bench.service.patch(id, with: ["contentType": "company"], expecting: nil) }
    #expect(errors == ["/contentType contentTypeMismatch"])
  }

  @Test func pagesOfMembersKeepToOneVersionForTenMinutes() throws {
    let bench = try SyncBench()
    for _ in 0..<5 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let first = try bench.service.members(of: id, limit: 2)
    #expect(first.rows == [1, 2])
    bench.profiles.set(1, "plan", nil)
    bench.profiles.set(4, "plan", nil)
    bench.profiles.contact(.visitor, ["plan": .text("gold")])
    try bench.follow()
    #expect(try bench.members(id) == [2, 3, 5, 6])
    let second = try bench.service.members(of: id, cursor: first.nextCursor, limit: 2)
    #expect(second.rows == [3, 4] && second.version == first.version)
    let third = try bench.service.members(of: id, cursor: second.nextCursor, limit: 2)
    #expect(third.rows == [5] && third.nextCursor == nil)
    bench.clock.advance(milliseconds: 600_001)
    #expect(throws: ServiceError.self) { try bench.service.members(of: id, cursor: first.nextCursor) }
    #expect(throws: ServiceError.badCursor) { try bench.service.members(of: id, cursor: "nonsense") }
  }

  @Test func cursorOfOneSegmentIsNoneOfAnother() throws {
    let bench = try SyncBench()
    for _ in 0..<3 { bench.profiles.contact(.customer) }
    let one = try bench.create("one", .everyone)
    let other = try bench.create("other", .everyone)
    try bench.follow()
    let members = try #require(try bench.service.members(of: one, limit: 1).nextCursor)
    #expect(throws: ServiceError.badCursor) { try bench.service.members(of: other, cursor: members) }
    let changes = try bench.service.changes(of: one).nextCursor
    #expect(throws: ServiceError.badCursor) { try bench.service.changes(of: other, after: changes) }
  }

  @Test func changesGoOnFromACursorOrANumber() throws {
    let bench = try SyncBench()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let empty = try bench.service.changes(of: id, after: "0")
    #expect(empty.changes == [])
    for _ in 0..<3 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    try bench.follow()
    let page = try bench.service.changes(of: id, after: empty.nextCursor, limit: 2)
    #expect(page.changes.map(\.change) == [1, 2])
    #expect(try bench.service.changes(of: id, after: page.nextCursor).changes.map(\.change) == [3])
    #expect(try bench.service.changes(of: id, after: "1").changes.map(\.change) == [2, 3])
    #expect(throws: ServiceError.badCursor) { try bench.service.changes(of: id, after: "4") }
  }

  @Test func segmentsAreFoundByNameTypeAndMember() throws {
    let bench = try SyncBench()
    bench.profiles.contact(.customer, ["plan": .text("gold")])
    try bench.create("Gold members", .property("plan", "equals", "gold"))
    try bench.create("Free members", .property("plan", "equals", "free"))
    try bench.create("Customers", .everyone, .customer)
    try bench.follow()
    func names(_ query: SegmentQuery) throws -> [String] {
      try bench.service.segments(query).segments.map(\.definition.name)
    }
    #expect(try names(SegmentQuery(search: "MEMBERS")) == ["Gold members", "Free members"])
    #expect(try names(SegmentQuery(contentType: .customer)) == ["Customers"])
    #expect(try names(SegmentQuery(member: "con_1")) == ["Gold members", "Customers"])
    let page = try bench.service.segments(SegmentQuery(limit: 2))
    #expect(page.segments.count == 2)
    #expect(try names(SegmentQuery(cursor: page.nextCursor)) == ["Customers"])
  }

  @Test func anotherProcessReadsAndWritesWithoutTheFollower() throws {
    let bench = try SyncBench()
    bench.profiles.contact(.visitor, ["plan": .text("gold")])
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let other = SegmentService(
      store: try SegmentStore(path: bench.directory.path(of: "segments.sqlite")), profiles: bench.profiles,
      clock: bench.clock)
    #expect(try other.count(of: id).count == 1)
    let written = try other.create(["name": "by hand", "contentType": "contact", "filter": .everyone])
    _ = try other.patch(id, with: ["filter": .property("plan", "equals", "free")], expecting: 1)
    let step = try bench.follow()
    #expect(step.nextDue == nil)
    #expect(try other.count(of: written.id).state == .ready)
    #expect(try other.allMembers(of: id).members.isEmpty)
  }
}
