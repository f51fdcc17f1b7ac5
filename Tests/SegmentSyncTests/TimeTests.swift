import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct TimeTests {
  private func milliseconds(_ days: Int64) -> Int64 { days * 86_400_000 }

  @Test func leavesAtTheVeryMillisecondThatTheDayEnds() throws {
    let bench = try SyncBench()
    // Seen on 2 March: within 21 days up to the end of the day before the bound moves.
    let id = try bench.create("inactive", .property("lastSeenAt", "dateRelativeLessThan", "now-21d/d"))
    bench.profiles.contact(.visitor, ["lastSeenAt": .text("2026-03-02T09:00:00Z")])
    try bench.follow()
    let bound = try #require(Instant("2026-03-23T00:00:00Z"))
    bench.clock.set(bound.advanced(milliseconds: -1))
    try bench.follow()
    #expect(try bench.log(id) == [])
    bench.clock.set(bound)
    let step = try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 time"])
    #expect(try bench.changes(id).first?.at == bound)
    #expect(step.nextDue == Instant("2026-03-24T00:00:00Z"))
  }

  @Test func anEventLeavesItsWindowWithinASecond() throws {
    let bench = try SyncBench()
    let id = try bench.create("lately", ["event": "login", "within": ["last": "1h"]])
    bench.profiles.contact(events: [.init(name: "login", time: bench.clock.now)])
    try bench.follow()
    #expect(try bench.members(id) == [1])
    bench.clock.advance(milliseconds: 3_600_000)
    try bench.follow()
    #expect(try bench.members(id) == [1])
    bench.clock.advance(milliseconds: 999)
    try bench.follow()
    #expect(try bench.members(id) == [1])
    bench.clock.advance(milliseconds: 1)
    try bench.follow()
    #expect(try bench.log(id) == ["left con_1 time"])
  }

  @Test func everyoneIsLookedAtOnceASecondAtMost() throws {
    let bench = try SyncBench()
    try bench.create("lately", ["event": "login", "within": ["last": "1h"]])
    let first = try bench.follow()
    #expect(first.nextDue == bench.clock.now.advanced(milliseconds: 1000))
    bench.clock.advance(milliseconds: 400)
    #expect(try bench.follow().nextDue == first.nextDue)
    bench.clock.advance(milliseconds: 600)
    #expect(try bench.follow().nextDue == bench.clock.now.advanced(milliseconds: 1000))
  }

  @Test func anEventThatLiesAheadCountsWhenItsTimeComes() throws {
    let bench = try SyncBench()
    let id = try bench.create("did", ["event": "launch"])
    let contact = bench.profiles.contact()
    try bench.follow()
    let time = bench.clock.now.advanced(milliseconds: 5000)
    bench.profiles.track(contact, "launch", at: time)
    let step = try bench.follow()
    #expect(try bench.log(id) == [])
    #expect(step.nextDue == time)
    bench.clock.set(time.advanced(milliseconds: -1))
    try bench.follow()
    #expect(try bench.log(id) == [])
    bench.clock.set(time)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 time"])
    #expect(try bench.follow().nextDue == nil)
  }

  @Test func anEventAheadIsNotForgottenByARestart() throws {
    let bench = try SyncBench()
    let id = try bench.create("did", ["event": "launch"])
    let contact = bench.profiles.contact()
    bench.profiles.track(contact, "launch", at: bench.clock.now.advanced(milliseconds: 5000))
    try bench.follow()
    bench.restart()
    bench.clock.advance(milliseconds: 9000)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 time"])
  }

  @Test func aClockThatIsSetBackDoesNotTurnBackNow() throws {
    let bench = try SyncBench()
    let id = try bench.create("did", ["event": "launch"])
    let contact = bench.profiles.contact()
    try bench.follow()
    let time = bench.clock.now
    bench.profiles.track(contact, "launch", at: time)
    try bench.follow()
    bench.clock.advance(milliseconds: -60_000)
    bench.restart()
    bench.profiles.set(contact, "plan", .text("x"))
    try bench.follow()
    #expect(try bench.members(id) == [1])
    #expect(try bench.service.count(of: id).asOf >= time)
  }

  @Test func timeThatPassedWhileNobodyFollowedIsMadeUp() throws {
    let bench = try SyncBench()
    let id = try bench.create("new", .property("createdAt", "dateRelativeGreaterThan", "now-24h/h"))
    bench.profiles.contact(.visitor, ["createdAt": .text("2026-03-02T11:30:00Z")])
    try bench.follow()
    #expect(try bench.members(id) == [1])
    bench.restart()
    bench.clock.advance(milliseconds: milliseconds(3))
    try bench.follow()
    #expect(try bench.log(id) == ["left con_1 time"])
  }
}
