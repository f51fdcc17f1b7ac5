import Foundation
import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

/// What the segments keep of a contact goes when the feed tells of its erasure.
@Suite struct ErasureTests {
  private func bench() throws -> (SyncBench, String) {
    let bench = try SyncBench()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    return (bench, id)
  }

  @Test func changesOfAnErasedContactAreAboutNobodyButForItsLastExit() throws {
    let (bench, id) = try bench()
    for _ in 0..<2 { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    try bench.follow()
    for plan in ["free", "gold"] {
      bench.profiles.set(1, "plan", .text(plan))
      try bench.follow()
    }
    bench.profiles.delete(1)
    try bench.follow()
    #expect(
      try bench.log(id) == [
        "entered  property", "entered con_2 property", "left  property", "entered  property", "left con_1 deleted",
      ])
    #expect(try bench.service.changes(of: id).changes.first?.json["contact"] == .null)
    #expect(try bench.members(id) == [2])
    let version = try #require(try bench.changes(id).first?.version)
    let then = try bench.store.read { reading in
      try reading.segment(id).flatMap { try reading.members(of: $0.row, at: version) }
    }
    #expect(then.map { Array($0) } == [1, 2])
  }

  @Test func messagesThatWaitSayNothingOfAnErasedContact() throws {
    let (bench, id) = try bench()
    try bench.webhook(["events": ["segment.members.changed"], "properties": ["plan", "note"]])
    try bench.deliver()
    bench.destination.status(500)
    for note in ["of the first", "of the second"] {
      bench.profiles.contact(.visitor, ["plan": .text("gold"), "note": .text(note)])
    }
    try bench.follow()
    try bench.deliver()
    #expect(bench.destination.takeSent().last?.data["entered"]?.arrayValue?.count == 2)
    bench.profiles.delete(1)
    try bench.follow()
    bench.clock.advance(milliseconds: 60_000)
    bench.destination.status(200)
    try bench.deliver()
    let sent = bench.destination.sent.filter { $0.segment == id }
    #expect(sent.map { $0.data["entered"]?.arrayValue?.compactMap { $0["id"] } } == [["con_2"], []])
    #expect(sent.map { $0.data["fromChange"] } == [1, 3])
    #expect(sent.last?.data["left"]?.arrayValue?.map { $0["id"] } == ["con_1"])
    #expect(!sent.contains { String(decoding: $0.bytes, as: UTF8.self).contains("of the first") })
  }

  @Test func nothingOfAnErasedContactIsLeftInTheFile() throws {
    let (bench, _) = try bench()
    let secret = "hidden-9c1f"
    try bench.webhook(["events": ["segment.members.changed"], "properties": ["note"]])
    try bench.deliver()
    bench.destination.status(500)
    bench.profiles.contact(.visitor, ["plan": .text("gold"), "note": .text(secret)])
    try bench.follow()
    try bench.deliver()
    #expect(bench.destination.sent.contains { String(decoding: $0.bytes, as: UTF8.self).contains(secret) })
    try bench.store.checkpoint()
    bench.profiles.delete(1)
    try bench.follow()
    for suffix in ["", "-wal"] {
      let file = URL(filePath: bench.directory.path(of: "segments.sqlite") + suffix)
      let bytes = (try? Data(contentsOf: file)) ?? Data()
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "segments.sqlite\(suffix)")
    }
  }
}
