import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct EditTests {
  private func definition(_ name: String, _ filter: JSONValue) -> JSONValue {
    ["name": .string(name), "contentType": "contact", "filter": filter]
  }

  private func filled() throws -> SyncBench {
    let bench = try SyncBench()
    for plan in ["gold", "gold", "free"] { bench.profiles.contact(.visitor, ["plan": .text(plan)]) }
    return bench
  }

  @Test func aFirstBuildIsASnapshotWithoutChanges() throws {
    let bench = try filled()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    #expect(try bench.service.count(of: id).state == .building)
    #expect(throws: ServiceError.notBuilt(id)) { try bench.service.members(of: id) }
    try bench.follow()
    let count = try bench.service.count(of: id)
    #expect(count.state == .ready && count.count == 2 && count.total == 3)
    #expect(try bench.members(id) == [1, 2])
    #expect(try bench.changes(id) == [])
  }

  @Test func anEditGivesItsTrueDifferences() throws {
    let bench = try filled()
    let id = try bench.create("plan", .property("plan", "equals", "gold"))
    try bench.follow()
    let edited = try bench.service.replace(
      id, with: definition("plan", .property("plan", "in", ["gold", "free"])), expecting: 1)
    #expect(edited.state == .building && edited.revision == 2 && edited.count == 2)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_3 edit"])
    _ = try bench.service.patch(id, with: ["filter": .property("plan", "equals", "free")], expecting: nil)
    try bench.follow()
    #expect(try bench.log(id).dropFirst() == ["left con_1 edit", "left con_2 edit"])
    #expect(try bench.service.count(of: id).state == .ready)
  }

  @Test func anotherNameNeedsNoBuild() throws {
    let bench = try filled()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let version = try bench.service.count(of: id).version
    let renamed = try bench.service.patch(id, with: ["name": "Gold!"], expecting: 1)
    #expect(renamed.state == .ready && renamed.definition.name == "Gold!")
    try bench.follow()
    #expect(try bench.service.count(of: id).version == version)
    #expect(try bench.changes(id) == [])
  }

  @Test func anEditTooLargeToListIsAReset() throws {
    let bench = try SyncBench()
    bench.profiles.change { world in
      for id in 1...Int64(SegmentLimits.listedEdit + 2) {
        world.contacts[id] = .init(publicID: "con_\(id)", properties: ["plan": .text(id == 1 ? "gold" : "free")])
      }
    }
    let id = try bench.create("plan", .property("plan", "equals", "gold"))
    try bench.follow()
    let page = try bench.service.changes(of: id)
    let before = try bench.service.members(of: id)
    _ = try bench.service.patch(id, with: ["filter": .property("plan", "equals", "free")], expecting: nil)
    try bench.follow()
    #expect(try bench.service.count(of: id).count == 10_001)
    #expect(try bench.changes(id) == [])
    #expect(throws: ServiceError.self) { try bench.service.changes(of: id, after: page.nextCursor) }
    let then = try bench.store.read { reading in
      try reading.segment(id).flatMap { try reading.members(of: $0.row, at: before.version) }
    }
    #expect(then.map { Array($0) } == [1])
  }

  /// The numbers go on over it, so that a bare number must not be taken for one of now.
  @Test func changesBeforeAnEditTooLargeToListAreGone() throws {
    let bench = try SyncBench()
    let plans = SegmentLimits.listedEdit + 1
    let id = try bench.create("plan", .property("plan", "equals", "gold"))
    try bench.follow()
    bench.profiles.change { world in
      world.lastID = Int64(plans)
      for id in 1...Int64(plans) {
        world.contacts[id] = .init(publicID: "con_\(id)", properties: ["plan": .text("free")])
      }
    }
    for _ in 0..<2 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    try bench.follow()
    #expect(try bench.service.changes(of: id, after: "1").changes.map(\.change) == [2])
    _ = try bench.service.patch(id, with: ["filter": .property("plan", "equals", "free")], expecting: nil)
    try bench.follow()
    for number in ["0", "1", "2"] {
      #expect { try bench.service.changes(of: id, after: number) } throws: { ($0 as? ServiceError)?.code == "gone" }
    }
    #expect(try bench.changes(id) == [])
    bench.profiles.contact(.visitor, ["plan": .text("free")])
    try bench.follow()
    #expect(try bench.changes(id).map(\.change) == [3])
    #expect(try bench.service.changes(of: id, after: "3").changes == [])
    #expect { try bench.service.changes(of: id, after: "2") } throws: { ($0 as? ServiceError)?.code == "gone" }
  }

  @Test func anEditReachesThoseThatReferToIt() throws {
    let bench = try filled()
    let parent = try bench.create("gold", .property("plan", "equals", "gold"))
    let child = try bench.create("child", .everyone, parent: parent)
    let not = try bench.create("not gold", ["not": ["segment": .string(parent)]])
    try bench.follow()
    #expect(try bench.members(child) == [1, 2])
    #expect(try bench.members(not) == [3])
    #expect(try bench.service.segment(parent).usedBy.map(\.name) == ["child", "not gold"])
    _ = try bench.service.patch(parent, with: ["filter": .property("plan", "equals", "free")], expecting: nil)
    // As after a crash between the edit and the builds that follow from it.
    bench.restart()
    try bench.follow()
    #expect(try bench.members(child) == [3])
    #expect(try bench.log(not) == ["left con_3 edit", "entered con_1 edit", "entered con_2 edit"])
  }

  @Test func aChangeReachesThoseThatReferToWhatItTouches() throws {
    let bench = try filled()
    let parent = try bench.create("gold", .property("plan", "equals", "gold"))
    let child = try bench.create("child", .everyone, parent: parent)
    try bench.follow()
    bench.profiles.set(1, "plan", .text("free"))
    try bench.follow()
    #expect(try bench.log(child) == ["left con_1 property"])
  }

  @Test func whatOthersUseIsNotDeleted() throws {
    let bench = try filled()
    let parent = try bench.create("gold", .property("plan", "equals", "gold"))
    let child = try bench.create("child", .everyone, parent: parent)
    #expect(throws: ServiceError.inUse(by: [SegmentName(id: child, name: "child")])) {
      try bench.service.delete(parent, expecting: nil)
    }
    try bench.service.delete(child, expecting: 1)
    try bench.service.delete(parent, expecting: 1)
    try bench.follow()
    #expect(throws: ServiceError.notFound(parent)) { try bench.service.count(of: parent) }
    // The name is free again.
    try bench.create("gold", .everyone)
  }

  @Test func aDeletionWhileItIsBuiltIsNoError() throws {
    let bench = try filled()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    bench.profiles.set(3, "plan", .text("gold"))
    try bench.service.delete(id, expecting: nil)
    try bench.follow()
    let other = try bench.create("other", .everyone)
    try bench.follow()
    #expect(try bench.members(other) == [1, 2, 3])
  }

  @Test func anotherZoneOrDeclarationIsAnEdit() throws {
    let bench = try SyncBench()
    let day = try bench.create("day", .property("when", "on", "2026-03-01"))
    let number = try bench.create("number", .property("due", "before", "2026-01-01"))
    bench.profiles.contact(.visitor, ["when": .text("2026-03-01T23:30:00Z"), "due": .number(1000)])
    try bench.follow()
    #expect(try bench.members(day) == [1])
    #expect(try bench.members(number) == [])
    bench.profiles.change { $0.zone = Zone("Europe/Berlin") ?? .utc }
    bench.profiles.declare("due", datetimeIn: .seconds)
    try bench.follow()
    #expect(try bench.log(day) == ["left con_1 edit"])
    #expect(try bench.log(number) == ["entered con_1 edit"])
  }

  @Test func aSegmentThatCannotBeCompiledFailsWithItsLastGoodCount() throws {
    let bench = try filled()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    // Written by another version: it refers to what is not there.
    let definition = SegmentDefinition(
      name: "gold", color: "#000000", contentType: .contact, filter: .segment("seg_none"),
      filterJSON: ["segment": "seg_none"])
    try bench.store.write { writing in
      let old = try #require(try writing.segment(id))
      _ = try writing.updateSegment(old, to: definition, needsBuild: true, at: bench.clock.now)
    }
    try bench.follow()
    let count = try bench.service.count(of: id)
    #expect(count.state == .failed("/filter/segment: there is no segment \"seg_none\""))
    #expect(count.count == 2)
    // It stands still until it is mended, also over a restart; then its true differences are told.
    bench.profiles.set(3, "plan", .text("gold"))
    try bench.follow()
    bench.restart()
    try bench.follow()
    #expect(try bench.changes(id) == [])
    _ = try bench.service.patch(id, with: ["filter": .property("plan", "equals", "gold")], expecting: nil)
    bench.restart()
    try bench.follow()
    #expect(try bench.service.count(of: id).state == .ready)
    #expect(try bench.log(id) == ["entered con_3 edit"])
  }
}
