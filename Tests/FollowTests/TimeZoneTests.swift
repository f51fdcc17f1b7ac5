import SegmentModel
import SegmentStore
import SegmentSync
import Testing
import TrackedPropertyStore

/// Another time zone, of the workspace or of one segment, is an edit of every segment that it means something to.
@Suite struct TimeZoneTests {
  private static let filters: [JSONValue] = [
    ["event": "e", "within": ["from": "2026-03-02"]],
    ["event": "e", "within": ["to": "now-1d/d"], "count": ["exactly": 0]],
    ["event": "e", "occurrence": "first", "within": ["from": "now/d"]],
    ["sequence": [["event": "f"], ["event": "e"]], "window": ["from": "2026-03-02T00:00", "to": "2026-03-02"]],
  ]

  /// The events are on 1 March in New York, on 2 March in Berlin.
  @Test(arguments: filters, [true, false]) func membersAreThoseOfTheNewZone(filter: JSONValue, isOfWorkspace: Bool)
    throws
  {
    let start = try #require(Instant("2026-03-02T12:00:00Z"))
    let bench = try FollowBench(at: start, isByIndex: true, limits: FollowerLimits())
    _ = try bench.profiles.write { transaction in
      let contact = try transaction.insertContact(ContactRecord(createdAt: start)).id
      for (name, time) in [("f", "2026-03-02T00:30:00Z"), ("e", "2026-03-02T01:00:00Z")] {
        let event = EventRecord(contact: contact, name: name, time: try #require(Instant(time)), receivedAt: start)
        _ = try transaction.appendEvent(event)
      }
    }
    let id = try bench.service.create(["name": "s", "contentType": "contact", "filter": filter]).id
    try setZone("Europe/Berlin", of: isOfWorkspace ? nil : id, bench)
    let inBerlin = try bench.service.allMembers(of: id).members.count
    try setZone("America/New_York", of: isOfWorkspace ? nil : id, bench)
    let inNewYork = try bench.service.allMembers(of: id).members.count
    let definition = try bench.service.segment(id).segment.definition
    #expect(try bench.service.freshMembers(of: definition, at: start).count == inNewYork)
    #expect(inBerlin != inNewYork)
    try setZone("Europe/Berlin", of: isOfWorkspace ? nil : id, bench)
    #expect(try bench.service.allMembers(of: id).members.count == inBerlin)
  }

  private func setZone(_ name: String, of segment: String?, _ bench: FollowBench) throws {
    if let segment {
      _ = try bench.service.patch(segment, with: ["timeZone": .string(name)], expecting: nil)
    } else {
      _ = try bench.profiles.write { try $0.set(name, setting: "timeZone") }
    }
    try bench.follow()
  }
}
