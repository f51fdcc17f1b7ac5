import SegmentModel
import SegmentStore
import TestSupport
import Testing

/// Midnights, both clock changes, ends of months and rolling windows: each entry and exit at its exact instant, none
/// twice, however the follower wakes.
@Suite struct ClockTests {
  @Test(arguments: ClockPeriod.all, [true, false])
  func whoIsWokenInTimeTellsEachInstant(period: ClockPeriod, isByIndex: Bool) throws {
    let bench = try ClockBench(period, isByIndex: isByIndex)
    try checkStart(bench)
    try bench.walk(late: 0)
    try check(bench)
  }

  @Test(arguments: ClockPeriod.all, [true, false])
  func whoIsWokenLateTellsTheInstantAllTheSame(period: ClockPeriod, isByIndex: Bool) throws {
    let bench = try ClockBench(period, isByIndex: isByIndex)
    try bench.walk(late: 700)
    try check(bench)
  }

  /// Whether it slept or was ended and starts anew.
  @Test(arguments: ClockPeriod.all, [(true, false), (true, true), (false, false), (false, true)])
  func whoHasSleptOverAnInstantMakesUpForItOnce(period: ClockPeriod, follower: (isByIndex: Bool, restarts: Bool)) throws
  {
    let bench = try ClockBench(period, isByIndex: follower.isByIndex)
    let instants = Set(bench.cases.flatMap { $0.clock.expected.compactMap { Instant($0)?.milliseconds } }).sorted()
    for (instant, next) in zip(instants, instants.dropFirst() + [bench.end.milliseconds]) {
      bench.bench.clock.set(Instant(milliseconds: instant + (next - instant) / 2))
      if follower.restarts { try bench.bench.restart() }
      try bench.follow()
      try bench.follow()
    }
    bench.bench.clock.set(bench.end)
    try bench.follow()
    try check(bench)
  }

  /// Days later: what is told is as it was then, in order, and leads to the members.
  @Test(arguments: ClockPeriod.all, [true, false])
  func whoHasSleptOverAllTellsWhatLeadsToTheMembers(period: ClockPeriod, restarts: Bool) throws {
    let bench = try ClockBench(period, isByIndex: true)
    bench.bench.clock.set(bench.end)
    if restarts { try bench.bench.restart() }
    try bench.follow()
    for (clock, segment) in bench.cases {
      let changes = try bench.changes(of: segment)
      let all = Self.expected(of: clock)
      let isMember = clock.expected.count.isMultiple(of: 2) == clock.isMemberAtStart
      let comment: Comment = "\(clock.name) in \(clock.zone)"
      #expect(try bench.isMember(of: segment) == isMember, comment)
      let told = changes.map { "\($0.kind) \($0.at)" }
      #expect(Set(told).count == told.count && Set(told).isSubset(of: all), comment)
      #expect(changes.map(\.at) == changes.map(\.at).sorted(), comment)
      if isMember != clock.isMemberAtStart { #expect(told.last == all.last, comment) }
    }
  }

  private func checkStart(_ bench: ClockBench) throws {
    for (clock, segment) in bench.cases {
      #expect(try bench.isMember(of: segment) == clock.isMemberAtStart, "\(clock.name) in \(clock.zone)")
      #expect(try bench.changes(of: segment).isEmpty)
    }
  }

  private func check(_ bench: ClockBench) throws {
    for (clock, segment) in bench.cases {
      let comment: Comment = "\(clock.name) in \(clock.zone)"
      let changes = try bench.changes(of: segment)
      #expect(changes.map { "\($0.kind) \($0.at)" } == Self.expected(of: clock), comment)
      #expect(changes.map(\.change) == (0..<changes.count).map { Int64($0) + 1 }, comment)
      #expect(changes.allSatisfy { $0.cause == .time }, comment)
    }
  }

  private static func expected(of clock: ClockCase) -> [String] {
    var isMember = clock.isMemberAtStart
    return clock.expected.map { instant in
      isMember.toggle()
      return "\(isMember ? MembershipChangeKind.entered : .left) \(instant)"
    }
  }
}
