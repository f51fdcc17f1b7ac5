import Foundation
import GRDB
import SegmentModel
import TestSupport
import Testing

@testable import SegmentStore

/// Stores that are damaged on purpose, and what is found.
@Suite struct CheckingTests {
  private let directory: TemporaryDirectory
  private let store: SegmentStore
  private let segment: StoredSegment

  /// Members 1 to 3, then 4 entered, 1 left, a snapshot, 5 and 6 entered together.
  init() throws {
    directory = try TemporaryDirectory()
    let store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    self.store = store
    let definition = SegmentDefinition(
      name: "one", color: "#000000", contentType: .contact, filter: .all([]), filterJSON: ["all": []])
    let now = Instant(milliseconds: 1_000_000)
    let segment = try store.write { try $0.insertSegment(definition, at: now) }
    self.segment = segment
    func commit(_ change: (inout SegmentUpdate) -> Void) throws {
      let point = try store.read { try $0.service() }
      var commit = MembershipCommit(epoch: point.epoch, from: point.position, position: point.position, now: now)
      var update = SegmentUpdate(segment: segment.row)
      change(&update)
      commit.updates = [update]
      _ = try store.write { [commit] in try $0.commit(commit) }
    }
    func entered(_ contact: Int64) -> SegmentUpdate.Change {
      .init(contact: contact, publicID: "con_\(contact)", kind: .entered, cause: .event)
    }
    try commit {
      $0.isReset = true
      $0.snapshot = Bitmap([1, 2, 3])
      $0.count = 3
      $0.built = .init(revision: 1, plan: 7)
    }
    try commit {
      $0.changes = [entered(4)]
      $0.count = 4
    }
    try commit {
      $0.changes = [.init(contact: 1, publicID: "con_1", kind: .left, cause: .event)]
      $0.count = 3
      $0.snapshot = Bitmap([2, 3, 4])
    }
    try commit {
      $0.changes = [entered(5), entered(6)]
      $0.count = 5
    }
  }

  private func findings() throws -> [CheckFinding] {
    try store.read { try $0.check(try #require(try $0.segment(segment.id))) }
  }

  private func damage(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try store.write { try $0.run(sql, arguments) }
  }

  private func flip(_ members: [Int64], atVersion version: Int64) throws {
    try damage("UPDATE snapshot SET members = ? WHERE version = ?", [Data(Bitmap(members).bytes()), version])
  }

  @Test func whatWasCommittedFitsTogether() throws {
    #expect(try findings() == [])
    #expect(try store.read { try $0.integrityProblems() } == [])
  }

  @Test func memberFlippedInTheNewestSnapshotIsFound() throws {
    try flip([2, 4], atVersion: 3)
    #expect(
      try findings() == [
        CheckFinding(
          .snapshot, "The snapshot at version 3 differs by 1 from the one before it with the changes since."),
        CheckFinding(.count, "The count is 5, and there are 4 members."),
      ])
  }

  @Test func memberFlippedInAnOlderSnapshotIsFound() throws {
    try flip([2, 3], atVersion: 1)
    #expect(
      try findings() == [
        CheckFinding(.changeRepeated, "Change 2 says that con_1 left, who was no member.")
      ])
    try flip([1, 2, 3, 4], atVersion: 1)
    #expect(
      try findings() == [
        CheckFinding(.changeRepeated, "Change 1 says that con_4 entered, who was a member.")
      ])
    try flip([1, 2, 3, 9], atVersion: 1)
    #expect(
      try findings() == [
        CheckFinding(
          .snapshot, "The snapshot at version 3 differs by 1 from the one before it with the changes since.")
      ])
  }

  @Test func gapsAreFoundWhereverTheyAre() throws {
    try damage("DELETE FROM change WHERE change = 3")
    let gap = try findings()
    #expect(gap.first == CheckFinding(.changeGap, "Change 3 is missing."))
    #expect(gap.contains(CheckFinding(.count, "The count is 5, and there are 4 members.")))
    try damage("DELETE FROM change WHERE change = 4")
    #expect(
      try findings().first == CheckFinding(.changeGap, "The last change is said to be 4, and is 2."))
    try damage("DELETE FROM change")
    #expect(try findings().first == CheckFinding(.changeGap, "Changes 1 to 4 are missing."))
  }

  @Test func changesThatASnapshotNeedsAreMissed() throws {
    try damage("DELETE FROM change WHERE change = 1")
    #expect(try findings().first == CheckFinding(.changeGap, "Change 1 is missing."))
  }

  @Test func wrongCountsAreFound() throws {
    try damage("UPDATE segment SET count = 7")
    #expect(
      try findings() == [
        CheckFinding(.count, "The count is 7, and there are 5 members."),
        CheckFinding(.previous, "The count before is said to be 3, and was 5."),
      ])
    try damage("UPDATE segment SET count = 5, previous = 4")
    #expect(try findings() == [CheckFinding(.previous, "The count before is said to be 4, and was 3.")])
  }

  @Test func orderAndBytesAreLookedAt() throws {
    try damage("UPDATE change SET version = 1 WHERE change = 4")
    #expect(
      try findings().contains(
        CheckFinding(.changeOrder, "Change 4 has an earlier version than the one before it.")))
    try damage("UPDATE snapshot SET members = x'00' WHERE version = 3")
    #expect(try findings().contains { $0.code == .snapshot && $0.detail.hasPrefix("The snapshot at version 3 cannot") })
    try damage("DELETE FROM snapshot")
    #expect(try findings().contains { $0.code == .snapshot && $0.detail.hasPrefix("It was built") })
  }
}
