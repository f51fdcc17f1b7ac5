import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// What time alone changes, told at its instant, whatever else happens in the same step, before it, or to the process.
@Suite struct CrossingTests {
  private static let sinceYesterday: JSONValue = ["property": "createdAt", "operator": "inTheLast", "value": "1d"]
  private static let isGold: JSONValue = ["property": "plan", "operator": "equals", "value": "gold"]
  private let start: Instant
  /// A day later, and the first millisecond after it.
  private let exit: Instant

  init() throws {
    start = try #require(Instant("2026-03-02T12:00:00Z"))
    exit = start.advanced(milliseconds: 86_400_001)
  }

  @Test(arguments: [true, false])
  func whoIsWrittenLeavesOtherSegmentsAtTheInstant(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let written = try insert(into: bench)
    let other = try insert(into: bench)
    let recent = try create("recent", Self.sinceYesterday, in: bench)
    let gold = try create("gold", Self.isGold, in: bench)
    let recentNotGold = try create("both", ["all": [Self.sinceYesterday, ["not": Self.isGold]]], in: bench)
    try bench.follow()
    let now = exit.advanced(milliseconds: 7000)
    bench.clock.set(now)
    try write(gold: written, to: bench)
    try bench.follow()
    let byTime = [Told(.left, .time, exit, written), Told(.left, .time, exit, other)]
    #expect(try told(recent, bench) == byTime)
    #expect(try told(gold, bench) == [Told(.entered, .property, now, written)])
    // What was written may be why.
    #expect(try told(recentNotGold, bench) == [Told(.left, .time, exit, other), Told(.left, .property, now, written)])
  }

  /// A boundary at which more leave than one step takes, and the end of the process between two slices of them.
  @Test(arguments: [true, false])
  func whoStillWaitsAtACrashLeavesAtTheInstantAfterIt(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let people = try (0..<20).map { _ in try insert(into: bench) }
    let today = try create(
      "today", ["property": "createdAt", "operator": "on", "value": "now/d"], in: bench)
    try bench.follow()
    #expect(try bench.service.allMembers(of: today).members.count == people.count)
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    bench.clock.set(midnight.advanced(milliseconds: 3000))
    var steps = 0
    while try told(today, bench).count < people.count {
      let before = try told(today, bench).count
      while try bench.step().isMore, try told(today, bench).count == before {}
      steps += 1
      try #require(steps <= people.count, "nobody is told any more")
      try bench.restart()
    }
    try bench.follow()
    #expect(steps > 2)
    #expect(try told(today, bench) == people.sorted().map { Told(.left, .time, midnight, $0) })
    #expect(try bench.service.allMembers(of: today).members.isEmpty)
  }

  /// The step that builds a segment sees a member whose time comes before the next one.
  @Test(arguments: [true, false])
  func whoseTimeComesRightAfterTheBuildLeavesAtTheInstant(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let contact = try insert(into: bench)
    try bench.follow()
    bench.clock.set(exit.advanced(milliseconds: -2000))
    let recent = try create("recent", Self.sinceYesterday, in: bench)
    _ = try bench.step()
    #expect(try bench.service.allMembers(of: recent).members.count == 1)
    bench.clock.set(exit.advanced(milliseconds: 5000))
    try bench.follow()
    #expect(try told(recent, bench) == [Told(.left, .time, exit, contact)])
  }

  /// More than one step looks at, within one pause: whoever comes later is looked at as of then all the same.
  @Test func whoEntersAndLeavesWithinAPauseIsToldOfAfterManySteps() throws {
    var limits = FollowBench.smallLimits
    limits.touched = 1
    let bench = try FollowBench(at: start, isByIndex: true, limits: limits)
    let hour: Int64 = 3_600_000
    let people = try (0..<3).map { try insert(into: bench, after: -$0 * hour) }
    let yesterday = try create(
      "yesterday", ["property": "createdAt", "operator": "between", "value": ["now-2d", "now-1d"]], in: bench)
    try bench.follow()
    bench.clock.set(start.advanced(milliseconds: 3 * 86_400_000))
    try bench.follow()
    let last = people.reversed()
    let entries = zip([22, 23, 24], last).map { Told(.entered, .time, start.advanced(milliseconds: $0 * hour), $1) }
    let exits = zip([46, 47, 48], last).map { Told(.left, .time, start.advanced(milliseconds: $0 * hour + 1), $1) }
    #expect(try told(yesterday, bench) == entries + exits)
  }

  /// A boundary and a date that is passed, in the step in which something was written that concerns neither.
  @Test func whoIsWrittenWhenABoundaryHasPassedAsWellLeavesAtIt() throws {
    let bench = try FollowBench(at: start, isByIndex: true)
    let contact = try insert(into: bench)
    let today: JSONValue = ["property": "createdAt", "operator": "on", "value": "now/d"]
    let inTheLastHour: JSONValue = ["property": "createdAt", "operator": "inTheLast", "value": "1h"]
    let never: JSONValue = ["property": "nothing", "operator": "isSet"]
    let segment = try create("today", ["any": [today, ["all": [inTheLastHour, never]]]], in: bench)
    let gold = try create("gold", Self.isGold, in: bench)
    let recentGold = try create("both", ["all": [inTheLastHour, Self.isGold]], in: bench)
    try bench.follow()
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    let now = midnight.advanced(milliseconds: 5000)
    bench.clock.set(now)
    try write(gold: contact, to: bench)
    try bench.follow()
    #expect(try told(segment, bench) == [Told(.left, .time, midnight, contact)])
    #expect(try told(gold, bench) == [Told(.entered, .property, now, contact)])
    #expect(try told(recentGold, bench).isEmpty)
  }

  /// A boundary at which more leave than one step takes, and a date that all of them pass before they were looked at.
  @Test func whoStillWaitsWhenSomethingElsePassesLeftAtTheBoundary() throws {
    let bench = try FollowBench(at: start, isByIndex: true)
    let people = try (0..<20).map { _ in try insert(into: bench) }
    let today: JSONValue = ["property": "createdAt", "operator": "on", "value": "now/d"]
    // 12 hours and 4 seconds.
    let sinceNoon: JSONValue = ["property": "createdAt", "operator": "inTheLast", "value": "43204s"]
    let segment = try create("today", ["all": [today, sinceNoon]], in: bench)
    try bench.follow()
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    bench.clock.set(midnight.advanced(milliseconds: 3000))
    while try told(segment, bench).isEmpty { try #require(try bench.step().isMore) }
    #expect(try told(segment, bench).count < people.count)
    bench.clock.set(midnight.advanced(milliseconds: 5000))
    try bench.follow()
    #expect(try told(segment, bench) == people.sorted().map { Told(.left, .time, midnight, $0) })
  }

  /// Of those who left at a boundary and are not told of yet, one becomes a member again by what is written, and one
  /// would have been left out by it.
  @Test(arguments: [true, false])
  func whoIsWrittenBetweenTwoSlicesOfABoundaryLeftAtIt(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let people = try (0..<20).map { _ in try insert(into: bench) }
    let today: JSONValue = ["property": "createdAt", "operator": "on", "value": "now/d"]
    let orGold = try create("or", ["any": [today, Self.isGold]], in: bench)
    let notGold = try create("not", ["all": [today, ["not": Self.isGold]]], in: bench)
    try bench.follow()
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    bench.clock.set(midnight.advanced(milliseconds: 3000))
    while try told(orGold, bench).isEmpty { try #require(try bench.step().isMore) }
    let now = midnight.advanced(milliseconds: 5000)
    bench.clock.set(now)
    let last = try #require(people.max())
    let position = try write(gold: last, to: bench)
    while try bench.service.position() < position { try #require(try bench.step().isMore) }
    // It is told of at once, also where it leads to nothing else.
    #expect(try told(orGold, bench).contains(Told(.entered, .property, now, last)))
    #expect(try told(notGold, bench).contains(Told(.left, .time, midnight, last)))
    #expect(try told(orGold, bench).count < people.count, "nobody waits any more")
    try bench.follow()
    let exits = people.sorted().map { Told(.left, .time, midnight, $0) }
    #expect(try told(orGold, bench) == exits + [Told(.entered, .property, now, last)])
    #expect(try told(notGold, bench) == exits)
  }

  /// A whole day of a date, and an hour around one, within one pause with many other boundaries.
  @Test(arguments: [4096, 1])
  func whoEntersAndLeavesAtBoundariesWithinAPauseIsToldOf(touched: Int) throws {
    var limits = FollowBench.smallLimits
    limits.touched = touched
    let bench = try FollowBench(at: start, isByIndex: true, limits: limits)
    let day: Int64 = 86_400_000
    let people = try (1...3).map { try insert(into: bench, after: $0 * day) }
    let today: JSONValue = ["property": "createdAt", "operator": "on", "value": "now/d"]
    let lastHour: JSONValue = ["property": "createdAt", "operator": "inTheLast", "value": "1h"]
    let onTheDay = try create("day", today, in: bench)
    let either = try create("either", ["all": [today, ["not": lastHour]]], in: bench)
    try bench.follow()
    bench.clock.set(start.advanced(milliseconds: 7 * day))
    try bench.follow()
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    func during(_ contact: Int, _ hours: [Int64]) -> [Told] {
      let kinds: [MembershipChangeKind] = [.entered, .left, .entered, .left]
      return zip(kinds, hours).map { kind, hour in
        // The last hour includes its first millisecond.
        let milliseconds = Int64(contact) * day + hour * 3_600_000 + (hour == 13 ? 1 : 0)
        return Told(kind, .time, midnight.advanced(milliseconds: milliseconds), people[contact])
      }
    }
    #expect(try told(onTheDay, bench) == (0..<3).flatMap { during($0, [0, 24]) })
    #expect(try told(either, bench) == (0..<3).flatMap { during($0, [0, 12, 13, 24]) })
  }

  /// More is written while the process is down, across a boundary, than one step reads.
  @Test(arguments: [true, false])
  func whatWasWrittenInThePauseIsNotToldAsOfABoundaryWithin(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let people = try (0..<40).map { try insert(into: bench, after: $0 == 0 ? 0 : -86_400_000) }
    let today: JSONValue = ["property": "createdAt", "operator": "on", "value": "now/d"]
    let orGold = try create("or", ["any": [today, Self.isGold]], in: bench)
    try bench.follow()
    let now = try #require(Instant("2026-03-03T00:00:05Z"))
    bench.clock.set(now)
    for contact in people.dropFirst() { try write(gold: contact, to: bench) }
    try bench.restart()
    try bench.follow()
    let midnight = try #require(Instant("2026-03-03T00:00:00Z"))
    let entries = people.dropFirst().sorted().map { Told(.entered, .property, now, $0) }
    #expect(try told(orGold, bench) == [Told(.left, .time, midnight, people[0])] + entries)
  }

  /// More people than one step looks at, because of their company; with somebody else written meanwhile, or the end of
  /// the process.
  /// - Parameter related: so many are looked at one by one, or everyone is.
  @Test(arguments: [(true, true, 2), (true, false, 2), (false, true, 2), (false, false, 2), (true, true, 100)])
  func whoWorksForACompanyThatIsWrittenEntersInSlices(isByIndex: Bool, restarts: Bool, related: Int) throws {
    var limits = FollowBench.smallLimits
    limits.related = related
    let bench = try FollowBench(at: start, isByIndex: isByIndex, limits: limits)
    let people = try (0..<20).map { _ in try insert(into: bench) }
    let other = try insert(into: bench)
    let company = try bench.profiles.write { transaction in
      let company = try transaction.insertCompany(CompanyRecord(createdAt: start, groupIDs: ["acme"])).id
      for contact in people { _ = try transaction.link(contact: contact, company: company) }
      return company
    }.value
    let segment = try create("gold", ["any": [["company": Self.isGold], Self.isGold]], in: bench)
    try bench.follow()
    let before = try bench.service.position()
    let position = try bench.profiles.write { transaction in
      guard var record = try transaction.loadCompany(company) else { return }
      record.properties["plan"] = StoredValue(.text("gold"), time: start, isTrusted: true)
      try transaction.updateCompany(record)
    }.position
    while try told(segment, bench).isEmpty { try #require(try bench.step().isMore) }
    #expect(try told(segment, bench).count < people.count)
    // Whoever asks for what was written waits for all of it.
    #expect(try bench.service.position() == before)
    let now = start.advanced(milliseconds: 5000)
    bench.clock.set(now)
    try write(gold: other, to: bench)
    if restarts { try bench.restart() }
    while try !told(segment, bench).contains(where: { $0.contact == other }) {
      try #require(try bench.step().isMore)
    }
    #expect(try told(segment, bench).count < people.count, "everybody is told of already")
    #expect(try bench.service.position() < position)
    try bench.follow()
    #expect(try bench.service.position() > position)
    let entries = try told(segment, bench)
    #expect(Set(entries.filter { $0.cause == .company && $0.kind == .entered }.map(\.contact)) == Set(people))
    #expect(entries.count == people.count + 1)
    #expect(entries.contains(Told(.entered, .property, now, other)))
  }

  /// More than one step looks at, with events that all lay ahead and come at the same instant.
  @Test(arguments: [true, false])
  func whoseEventComesAtTheSameInstantEntersInSlicesAtIt(isByIndex: Bool) throws {
    let bench = try FollowBench(at: start, isByIndex: isByIndex)
    let people = try (0..<20).map { _ in try insert(into: bench) }
    let noon = start.advanced(milliseconds: 60_000)
    for contact in people {
      let event = EventRecord(contact: contact, name: "e", time: noon, receivedAt: start)
      _ = try bench.profiles.write { try $0.appendEvent(event) }
    }
    let segment = try create("e", ["event": "e"], in: bench)
    try bench.follow()
    #expect(try told(segment, bench).isEmpty)
    bench.clock.set(noon.advanced(milliseconds: 2000))
    var sizes: [Int] = []
    while try bench.step().isMore { sizes.append(try told(segment, bench).count) }
    #expect(sizes.contains { $0 > 0 && $0 <= FollowBench.smallLimits.touched })
    #expect(try told(segment, bench) == people.sorted().map { Told(.entered, .time, noon, $0) })
  }

  private func insert(into bench: FollowBench, after milliseconds: Int64 = 0) throws -> Int64 {
    let created = start.advanced(milliseconds: milliseconds)
    return try bench.profiles.write {
      try $0.insertContact(ContactRecord(state: .customer, createdAt: created)).id
    }.value
  }

  /// - Returns: the position of the change.
  @discardableResult
  private func write(gold contact: Int64, to bench: FollowBench) throws -> Int64 {
    let gold = StoredValue(.text("gold"), time: bench.clock.now, isTrusted: true)
    return try bench.profiles.write { transaction in
      guard var record = try transaction.loadContact(contact) else { return }
      record.properties["plan"] = gold
      try transaction.updateContact(record)
    }.position
  }

  private func create(_ name: String, _ filter: JSONValue, in bench: FollowBench) throws -> String {
    try bench.service.create(["name": .string(name), "contentType": "contact", "filter": filter]).id
  }

  private struct Told: Equatable {
    var kind: MembershipChangeKind
    var cause: ChangeCause
    var at: Instant
    var contact: Int64

    init(_ kind: MembershipChangeKind, _ cause: ChangeCause, _ at: Instant, _ contact: Int64) {
      (self.kind, self.cause, self.at, self.contact) = (kind, cause, at, contact)
    }
  }

  /// By their time, and of equal ones by contact.
  private func told(_ segment: String, _ bench: FollowBench) throws -> [Told] {
    let changes = try bench.store.read { reading in
      guard let row = try reading.segment(segment)?.row else { return [MembershipChange]() }
      return try reading.changes(of: row, after: 0, limit: 1000)
    }
    return changes.map { Told($0.kind, $0.cause, $0.at, $0.contact) }
      .sorted { ($0.at, $0.contact) < ($1.at, $1.contact) }
  }
}
