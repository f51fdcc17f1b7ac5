import SegmentModel
import SegmentStore
import TestSupport
import Testing

/// What somebody has who took the members of each segment once and every change since: after each step, the same as the
/// store says at that version.
struct MemberReplica {
  private struct Segment {
    var row: Int64
    var members: Set<Int64>
    var lastChange: Int64
    /// Of each who changed, when they last did.
    var times: [Int64: Instant] = [:]
    /// Some of what was seen, by version.
    var seen: [(version: Int64, members: Set<Int64>)] = []
  }

  private var segments: [String: Segment] = [:]
  private var version: Int64 = 0
  private(set) var versions = 0
  private(set) var changes = 0
  private(set) var askedAgain = 0
  private(set) var changesBySegment: [String: Int] = [:]
  private(set) var changesByCause: [ChangeCause: Int] = [:]

  func members(of id: String) -> Set<Int64>? { segments[id]?.members }

  /// Takes in what was committed since the last time, which is one version at most.
  mutating func take(from store: SegmentStore, _ note: Comment, using generator: inout SplitMix64) throws {
    let (point, standings, news) = try read(store)
    if point.version != version { versions += 1 }
    #expect(point.version - version <= 1, note)
    version = point.version
    #expect(point.settled <= point.now, note)
    for (id, changes) in news where !changes.isEmpty { apply(changes, to: id, at: point.now, note) }
    for standing in standings {
      if segments[standing.id] == nil { try begin(standing, in: store) }
      guard let segment = segments[standing.id] else { continue }
      #expect(standing.count == Int64(segment.members.count), note)
      guard news[standing.id]?.isEmpty == false else { continue }
      let members = try store.read { try $0.members(of: segment.row, at: version).map { Set($0) } }
      #expect(members == segment.members, note)
      if generator.chance(0.2) { segments[standing.id]?.seen.append((version, segment.members)) }
    }
    try askAgain(store, note, using: &generator)
    let ids = Set(standings.map(\.id))
    segments = segments.filter { ids.contains($0.key) }
  }

  private typealias News = (point: ServicePoint, standings: [SegmentStanding], changes: [String: [MembershipChange]])

  private func read(_ store: SegmentStore) throws -> News {
    try store.read { reading in
      let point = try reading.service()
      var changes: [String: [MembershipChange]] = [:]
      for (id, segment) in segments where point.version != version {
        changes[id] = try reading.changes(of: segment.row, after: segment.lastChange, limit: 10_000)
      }
      return (point, try reading.standings(), changes)
    }
  }

  /// The members of a segment that is new.
  private mutating func begin(_ standing: SegmentStanding, in store: SegmentStore) throws {
    guard standing.state == .ready else { return }
    segments[standing.id] = try store.read { reading in
      guard let stored = try reading.segment(standing.id),
        let members = try reading.members(of: stored.row, at: version)
      else { return nil }
      return Segment(row: stored.row, members: Set(members), lastChange: stored.lastChange)
    }
  }

  private mutating func apply(_ news: [MembershipChange], to id: String, at now: Instant, _ note: Comment) {
    guard var segment = segments[id] else { return }
    for change in news {
      #expect(change.change == segment.lastChange + 1, note)
      #expect(change.version == version, note)
      // What time did in a pause may be told after what was written at its end, but not of one and the same.
      #expect(change.at <= now, note)
      if let last = segment.times[change.contact] { #expect(change.at >= last, "\(change) of \(id), \(note)") }
      let isNews =
        change.kind == .entered
        ? segment.members.insert(change.contact).inserted : segment.members.remove(change.contact) != nil
      #expect(isNews, "\(change) of \(id), \(note)")
      segment.lastChange = change.change
      segment.times[change.contact] = change.at
      changes += 1
      changesBySegment[id, default: 0] += 1
      changesByCause[change.cause, default: 0] += 1
    }
    segments[id] = segment
  }

  /// What was seen at some version before is still to be had, for as long as it is kept.
  private mutating func askAgain(
    _ store: SegmentStore, _ note: Comment, using generator: inout SplitMix64
  ) throws {
    guard let id = generator.element(of: segments.keys.sorted()), let segment = segments[id],
      let seen = generator.element(of: segment.seen)
    else { return }
    if let members = try store.read({ try $0.members(of: segment.row, at: seen.version) }) {
      #expect(Set(members) == seen.members, note)
      askedAgain += 1
    }
  }
}
