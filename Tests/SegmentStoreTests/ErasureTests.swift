import SegmentModel
import SegmentStore
import TestSupport
import Testing

/// What is kept of contacts that were erased.
@Suite struct ErasureTests {
  private let directory: TemporaryDirectory
  private let store: SegmentStore
  private let now = Instant(milliseconds: 1_000_000)

  init() throws {
    directory = try TemporaryDirectory()
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
  }

  private func definition(include: [String] = [], exclude: [String] = []) -> SegmentDefinition {
    SegmentDefinition(
      name: "a", color: "#000000", contentType: .contact, filter: .all([]), filterJSON: ["all": []],
      include: include.map { SegmentException(contact: $0, reason: "why") },
      exclude: exclude.map { SegmentException(contact: $0) })
  }

  private func exceptions(_ json: JSONValue) -> [String?] {
    ["include", "exclude"].flatMap { json[$0]?.arrayValue ?? [] }.map { $0["contact"]?.stringValue }
  }

  @Test func exceptionsNameNobodyWhoWasErasedInNoRevision() throws {
    let first = try store.write {
      try $0.insertSegment(definition(include: ["con_1", "con_2"], exclude: ["con_3"]), at: now)
    }
    _ = try store.write {
      try $0.updateSegment(first, to: definition(include: ["con_2"], exclude: ["con_1"]), needsBuild: true, at: now)
    }
    let point = try store.read { try $0.service() }
    var commit = MembershipCommit(epoch: point.epoch, from: point.position, position: point.position + 1, now: now)
    commit.erased = [1: "con_1"]
    _ = try store.write { try $0.commit(commit) }

    let (current, revisions) = try store.read { reading in
      (try reading.segment(first.id), try reading.revisions(of: first.id))
    }
    #expect(revisions.map { exceptions($0.definition) } == [["con_2"], ["con_2", "con_3"]])
    #expect(revisions.map(\.revision) == [2, 1])
    #expect(exceptions(try #require(current).definition.json) == ["con_2"])
  }
}
