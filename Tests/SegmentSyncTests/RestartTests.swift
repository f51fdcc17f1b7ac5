import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct RestartTests {
  @Test func aStepThatIsCutOffHasDoneNothingAndIsTakenAgain() throws {
    let bench = try SyncBench()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let before = try bench.store.read { try $0.service() }
    bench.profiles.contact(.visitor, ["plan": .text("gold")])
    bench.profiles.failAtPublicIDs(true)
    #expect(throws: MemoryProfiles.CutOff.self) { try bench.follow() }
    #expect(try bench.store.read { try $0.service() } == before)
    bench.restart()
    bench.profiles.failAtPublicIDs(false)
    try bench.follow()
    bench.restart()
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 property"])
    #expect(try bench.changes(id).map(\.change) == [1])
  }

  @Test func membersComeBackFromSnapshotAndChanges() throws {
    let bench = try SyncBench()
    bench.limits.changesPerSnapshot = 3
    bench.restart()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    for number in 1...10 {
      bench.profiles.contact(.visitor, ["plan": .text("gold")])
      try bench.follow()
      if number % 2 == 0 { bench.restart() }
    }
    bench.profiles.set(4, "plan", nil)
    try bench.follow()
    #expect(try bench.members(id) == [1, 2, 3, 5, 6, 7, 8, 9, 10])
    #expect(try bench.changes(id).map(\.change) == Array(1...11))
    for version in 1...12 {
      let members = try bench.store.read { reading in
        try reading.segment(id).flatMap { try reading.members(of: $0.row, at: Int64(version)) }
      }
      #expect(members?.count == (version == 12 ? 9 : version - 1))
    }
  }

  @Test func otherProfilesBeginANewEpoch() throws {
    let bench = try SyncBench()
    bench.profiles.contact(.visitor, ["plan": .text("gold")])
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.webhook(["minInterval": 0])
    try bench.follow()
    try bench.deliver()
    _ = bench.destination.takeSent()
    let before = try bench.service.count(of: id)
    let page = try bench.service.members(of: id, limit: 1)
    bench.profiles.change { $0.instance = "restored" }
    try bench.follow()
    let after = try bench.service.count(of: id)
    #expect(after.epoch != before.epoch && after.count == 1 && after.version > before.version - 1)
    #expect(throws: ServiceError.self) {
      try bench.service.members(of: id, cursor: "\(page.epoch).\(page.version).0.\(bench.clock.now.milliseconds)")
    }
    try bench.deliver()
    let sent = bench.destination.sent
    #expect(Set(sent.map(\.type)) == ["segment.count.updated", "segment.members.reset"])
    #expect(sent.allSatisfy { $0.data["epoch"] == .string(after.epoch) })
    #expect(sent.first { $0.type == "segment.count.updated" }?.data["previousCount"] == .some(.null))
  }

  @Test func aFollowerTooFarBehindBeginsANewEpoch() throws {
    let bench = try SyncBench()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let epoch = try bench.service.count(of: id).epoch
    for _ in 0..<5 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    bench.profiles.change { $0.feed.removeFirst(4) }
    try bench.follow()
    #expect(try bench.service.count(of: id).epoch != epoch)
    #expect(try bench.members(id) == [1, 2, 3, 4, 5])
    // All that is left of the feed has been seen: nothing is missed where nothing is kept.
    let now = try bench.service.count(of: id).epoch
    bench.profiles.change { $0.feed = [] }
    try bench.follow()
    bench.restart()
    try bench.follow()
    #expect(try bench.service.count(of: id).epoch == now)
  }

  @Test func aLongFeedIsReadInBoundedSteps() throws {
    let bench = try SyncBench()
    bench.limits.entries = 7
    bench.limits.touched = 3
    bench.restart()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    for _ in 0..<20 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    var positions: [Int64] = []
    while try bench.follower.step().isMore { positions.append(try bench.service.position()) }
    #expect(positions.first == 6 && positions.count >= 6)
    #expect(try bench.service.position() == 40)
    #expect(try bench.members(id).count == 20)
    #expect(try bench.changes(id).map(\.change) == Array(1...20))
  }
}
