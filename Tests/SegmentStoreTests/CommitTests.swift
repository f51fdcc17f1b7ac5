import SegmentModel
import SegmentStore
import TestSupport
import Testing

@Suite struct CommitTests {
  private let directory: TemporaryDirectory
  private let store: SegmentStore
  private let now = Instant(milliseconds: 1_000_000)

  init() throws {
    directory = try TemporaryDirectory()
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
  }

  private func insert(_ name: String) throws -> StoredSegment {
    let definition = SegmentDefinition(
      name: name, color: "#000000", contentType: .contact, filter: .all([]), filterJSON: ["all": []])
    return try store.write { try $0.insertSegment(definition, at: now) }
  }

  private func commit(
    position: Int64 = 0, at instant: Instant? = nil, _ updates: SegmentUpdate...
  ) throws -> CommittedStep {
    let point = try store.read { try $0.service() }
    var commit = MembershipCommit(
      epoch: point.epoch, from: point.position, position: max(position, point.position), now: instant ?? now)
    commit.updates = updates
    return try store.write { try $0.commit(commit) }
  }

  private func build(_ segment: StoredSegment, _ members: [Int64]) throws {
    var update = SegmentUpdate(segment: segment.row)
    update.isReset = true
    update.snapshot = Bitmap(members)
    update.count = members.count
    update.built = .init(revision: segment.revision, plan: 7)
    _ = try commit(update)
  }

  private func change(
    _ segment: StoredSegment, _ kind: MembershipChangeKind, _ contact: Int64, count: Int, snapshot: [Int64]? = nil,
    at instant: Instant? = nil
  ) throws {
    var update = SegmentUpdate(segment: segment.row)
    update.changes = [.init(contact: contact, publicID: "con_\(contact)", kind: kind, cause: .property)]
    update.count = count
    update.snapshot = snapshot.map { Bitmap($0) }
    _ = try commit(at: instant, update)
  }

  private func members(_ segment: StoredSegment, at version: Int64) throws -> [Int64]? {
    try store.read { try $0.members(of: segment.row, at: version).map { Array($0) } }
  }

  @Test func changesAreToldAtTheirInstants() throws {
    let one = try insert("one")
    try build(one, [])
    var update = SegmentUpdate(segment: one.row)
    for (contact, time) in [(1, 400), (2, 300), (3, nil), (4, 900)] as [(Int64, Int64?)] {
      update.changes.append(
        .init(
          contact: contact, publicID: "con_\(contact)", kind: .entered, cause: .time,
          at: time.map { Instant(milliseconds: $0) }))
    }
    update.count = 4
    _ = try commit(update)
    let changes = try store.read { try $0.changes(of: one.row, after: 0, limit: 10) }
    #expect(changes.map(\.at.milliseconds) == [400, 300, 1_000_000, 900])
  }

  @Test func howFarTimeAloneIsFollowedIsCommittedAndNeverGoesBack() throws {
    func commit(at now: Int64, settled: Int64?) throws -> Int64 {
      let point = try store.read { try $0.service() }
      let settled = settled.map { Instant(milliseconds: $0) }
      _ = try store.write {
        try $0.commit(
          MembershipCommit(
            epoch: point.epoch, from: 0, position: 0, now: Instant(milliseconds: now), settled: settled))
      }
      return try store.read { try $0.service() }.settled.milliseconds
    }
    #expect(try commit(at: 1000, settled: nil) == 1000)
    #expect(try commit(at: 3000, settled: 2000) == 2000)
    #expect(try commit(at: 4000, settled: 1500) == 2000)
    try store.write { try $0.startEpoch(profiles: "p", position: 0, now: Instant(milliseconds: 5000)) }
    #expect(try store.read { try $0.service() }.settled.milliseconds == 5000)
  }

  @Test func membersAtEveryVersionAreTheSnapshotWithTheChangesSince() throws {
    let one = try insert("one")
    let two = try insert("two")
    try build(one, [1, 2])
    try build(two, [])
    try change(one, .entered, 3, count: 3)
    try change(two, .entered, 9, count: 1)
    try change(one, .left, 1, count: 2, snapshot: [2, 3])
    try change(one, .entered, 5, count: 3)
    #expect(try members(one, at: 0) == nil)
    #expect(try members(one, at: 1) == [1, 2])
    #expect(try members(one, at: 2) == [1, 2])
    #expect(try members(one, at: 3) == [1, 2, 3])
    #expect(try members(one, at: 4) == [1, 2, 3])
    #expect(try members(one, at: 5) == [2, 3])
    #expect(try members(one, at: 6) == [2, 3, 5])
    #expect(try members(two, at: 6) == [9])
    let stored = try store.read { try $0.segment(one.id) }
    #expect(stored?.count == 3 && stored?.previous == 2 && stored?.countVersion == 6 && stored?.lastChange == 3)
    #expect(try store.read { try $0.changes(of: one.row, after: 1, limit: 10) }.map(\.change) == [2, 3])
  }

  @Test func theVersionRisesOnlyWithMembersOrCounts() throws {
    let one = try insert("one")
    try build(one, [1])
    #expect(try commit(position: 5).version == 1)
    var update = SegmentUpdate(segment: one.row)
    update.count = 1
    update.evaluatedAt = now
    #expect(try commit(position: 6, update).version == 1)
    #expect(try store.read { try $0.service() }.position == 6)
  }

  @Test func aStepThatDoesNotFollowIsRefusedWhole() throws {
    let one = try insert("one")
    try build(one, [])
    let point = try store.read { try $0.service() }
    for (epoch, from) in [("other", point.position), (point.epoch, point.position + 1)] {
      var commit = MembershipCommit(epoch: epoch, from: from, position: 9, now: now)
      var update = SegmentUpdate(segment: one.row)
      update.changes = [.init(contact: 1, publicID: "con_1", kind: .entered, cause: .event)]
      commit.updates = [update]
      #expect(throws: SegmentStoreError.staleFollower) { try store.write { [commit] in try $0.commit(commit) } }
    }
    #expect(try store.read { try $0.service() } == point)
    #expect(try store.read { try $0.changes(of: one.row, after: 0, limit: 9) } == [])
  }

  @Test func aDeletedSegmentTakesNothingMore() throws {
    let one = try insert("one")
    try build(one, [4])
    try store.write { try $0.deleteSegment(one, at: now) }
    try change(one, .left, 4, count: 0)
    #expect(try store.read { try $0.segment(one.id) } == nil)
    #expect(try store.read { try $0.service() }.version == 1)
    while try store.write({ try $0.removeOutdated(at: now) }) {}
    #expect(try members(one, at: 9) == nil)
  }

  @Test func aRevisionThatCameMeanwhileIsStillToBeBuilt() throws {
    let one = try insert("one")
    var definition = one.definition
    definition.filter = .any([.all([])])
    let edited = try store.write { [definition] in
      try $0.updateSegment(one, to: definition, needsBuild: true, at: now)
    }
    try build(one, [1])
    #expect(try store.read { try $0.segment(one.id) }?.state == .building)
    try build(edited, [1])
    #expect(try store.read { try $0.segment(one.id) }?.state == .ready)
    #expect(try store.read { try $0.revisions(of: one.id) }.map(\.revision) == [2, 1])
  }

  @Test func oldChangesGoOnceNoSnapshotNeedsThem() throws {
    let one = try insert("one")
    try build(one, [])
    for number in 1...20 { try change(one, .entered, Int64(number), count: number) }
    let late = now.advanced(milliseconds: 7 * 86_400_000 + 1)
    _ = try store.write { try $0.removeOutdated(at: late) }
    #expect(try store.read { try $0.firstChange(of: one.row) } == 1)
    try change(one, .entered, 21, count: 21, snapshot: Array(1...21), at: late)
    let later = late.advanced(milliseconds: Retention.replacedSnapshots + 1)
    while try store.write({ try $0.removeOutdated(at: later) }) {}
    while try store.write({ try $0.removeOutdated(at: later) }) {}
    #expect(try store.read { try $0.firstChange(of: one.row) } == 21)
    #expect(try members(one, at: 22) == Array(1...21))
    #expect(try members(one, at: 21) == nil)
  }

  @Test func changesAreKeptAsLongAsTheWorkspaceSays() throws {
    let one = try insert("one")
    try build(one, [])
    let day: Int64 = 86_400_000
    for number in 0..<5 {
      try change(
        one, .entered, Int64(number), count: number + 1, at: now.advanced(milliseconds: Int64(number) * day))
    }
    let last = now.advanced(milliseconds: 4 * day + 1)
    func clean(at instant: Instant) throws {
      while try store.write({ try $0.removeOutdated(at: instant) }) {}
      // A snapshot that was replaced is kept for a while, and the changes after it with it.
      let later = instant.advanced(milliseconds: Retention.replacedSnapshots + 1)
      while try store.write({ try $0.removeOutdated(at: later) }) {}
    }
    try clean(at: last)
    #expect(try store.read { try $0.firstChange(of: one.row) } == 1)
    try store.write { try $0.set(3, .changes) }
    #expect(try store.read { try $0.retention()[.changes] } == 3)
    try clean(at: last)
    #expect(try store.read { try $0.firstChange(of: one.row) } == 3)
    #expect(try members(one, at: 6) == [0, 1, 2, 3, 4])
    // The last one stays, however old.
    try clean(at: last.advanced(milliseconds: 100 * day))
    #expect(try store.read { try $0.changes(of: one.row, after: 0, limit: 9) }.map(\.change) == [5])
    #expect(try members(one, at: 6) == [0, 1, 2, 3, 4])
    #expect(try store.read { try $0.history(of: one.row, from: now, to: last) }.count == 5)
    try store.write { try $0.set(2, .history) }
    try clean(at: last)
    #expect(try store.read { try $0.history(of: one.row, from: now, to: last) }.map(\.count) == [4, 5])
    try clean(at: last.advanced(milliseconds: 100 * day))
    #expect(try store.read { try $0.history(of: one.row, from: now, to: last) }.map(\.count) == [5])
    try store.write { try $0.set(nil, .changes) }
    #expect(try store.read { try $0.retention()[.changes] } == 7)
  }

  /// What time did during a pause is told after what was written at its end.
  @Test func whatWasToldLateLeavesNoGapWhenItIsOld() throws {
    let one = try insert("one")
    try build(one, [])
    let day: Int64 = 86_400_000
    var update = SegmentUpdate(segment: one.row)
    for (contact, days) in [(1, 0), (2, 5), (3, 1), (4, 6)] as [(Int64, Int64)] {
      update.changes.append(
        .init(
          contact: contact, publicID: "con_\(contact)", kind: .entered, cause: .time,
          at: now.advanced(milliseconds: days * day)))
    }
    update.count = 4
    update.snapshot = Bitmap(1...4)
    _ = try commit(update)
    for days in [8, 10] as [Int64] {
      let late = now.advanced(milliseconds: days * day)
      while try store.write({ try $0.removeOutdated(at: late) }) {}
    }
    #expect(try store.read { try $0.changes(of: one.row, after: 0, limit: 9) }.map(\.change) == [2, 3, 4])
    while try store.write({ try $0.removeOutdated(at: now.advanced(milliseconds: 13 * day)) }) {}
    #expect(try store.read { try $0.changes(of: one.row, after: 0, limit: 9) }.map(\.change) == [4])
  }

  @Test func quietSegmentWithManyChangesGetsASnapshotAndTheOldOneGoes() throws {
    let one = try insert("one")
    try build(one, [])
    var update = SegmentUpdate(segment: one.row)
    let many = Compaction.changesPerSnapshot
    update.changes = (1...many).map { .init(contact: $0, publicID: "con_\($0)", kind: .entered, cause: .event) }
    update.count = Int(many)
    let version = try commit(update).version
    while try store.write({ try $0.removeOutdated(at: now) }) {}
    #expect(try store.read { try $0.changesSinceSnapshot(of: one.row) } == many)
    try change(one, .entered, many + 1, count: Int(many) + 1)
    while try store.write({ try $0.removeOutdated(at: now) }) {}
    #expect(try store.read { try $0.changesSinceSnapshot(of: one.row) } == 0)
    // Whoever keeps to an earlier version still gets it.
    #expect(try members(one, at: version)?.count == Int(many))
    #expect(try members(one, at: version + 1)?.count == Int(many) + 1)
    #expect(try members(one, at: 1) == [])
    let later = now.advanced(milliseconds: Retention.replacedSnapshots + 1)
    while try store.write({ try $0.removeOutdated(at: later) }) {}
    #expect(try members(one, at: version) == nil)
    #expect(try members(one, at: version + 1)?.count == Int(many) + 1)
    #expect(try store.read { try $0.segment(one.id) }.map { segment in try store.read { try $0.check(segment) } } == [])
  }

  @Test func anIdThatIsNotKnownAnyMoreIsTakenFromBefore() throws {
    let one = try insert("one")
    try build(one, [])
    try change(one, .entered, 1, count: 1)
    var update = SegmentUpdate(segment: one.row)
    update.changes = [.init(contact: 1, publicID: "", kind: .left, cause: .merged)]
    update.count = 0
    _ = try commit(update)
    #expect(try store.read { try $0.changes(of: one.row, after: 1, limit: 9) }.map(\.publicID) == ["con_1"])
  }

  @Test func historyKeepsTheLastCountOfAnHour() throws {
    let one = try insert("one")
    try build(one, [])
    let next = now.advanced(milliseconds: 3_600_000)
    try change(one, .entered, 1, count: 1)
    try change(one, .entered, 2, count: 2, at: next)
    try change(one, .entered, 3, count: 3, at: next)
    let history = try store.read { try $0.history(of: one.row, from: now, to: next) }
    #expect(history.map(\.count) == [1, 3])
  }
}
