import FilterCompiler
import SegmentModel
import SegmentStore
import Synchronization
import TestSupport
import Testing

@testable import SegmentSync

/// Random writes, edits, merges, time, crashes: after every step members are what a fresh evaluation gives, at every
/// version they are what the snapshot with the changes gives, and a consumer of the webhooks ends with the same.
@Suite struct RandomWalkTests {
  @Test(arguments: 0..<3) func membersAreAlwaysThoseOfAFreshEvaluation(stream: UInt64) throws {
    var walk = try RandomWalk(TestSeed().generator(stream))
    for _ in 0..<120 { try walk.takeStep() }
    try walk.finish()
  }
}

private struct RandomWalk {
  private var generator: SplitMix64
  private let bench: SyncBench
  private let consumer: Consumer
  private var segments: [String] = []
  /// Members as they were seen, by segment and version.
  private var seen: [String: [Int64: [Int64]]] = [:]
  private var number = 0
  private let endpoint: String

  init(_ generator: SplitMix64) throws {
    self.generator = generator
    var limits = FollowerLimits()
    limits.entries = 9
    limits.touched = 5
    limits.changesPerSnapshot = 6
    bench = try SyncBench(limits: limits)
    consumer = Consumer(store: bench.store, profiles: bench.profiles)
    let random = Mutex(generator)
    bench.destination.answer { [consumer] sent in
      let draw = random.withLock { $0.below(10) }
      // The result of a message may be lost although the consumer has it.
      if draw < 8 { consumer.take(sent) }
      return .status(draw < 7 ? 200 : 500)
    }
    endpoint = try bench.webhook(["minInterval": 100]).id
    for _ in 0..<4 { try createSegment() }
  }

  mutating func takeStep() throws {
    for _ in 0..<generator.below(6) { changeProfiles() }
    if generator.chance(0.15) { try changeDefinitions() }
    if generator.chance(0.05) { _ = try bench.service.pauseWebhook(endpoint) }
    if generator.chance(0.1) { _ = try bench.service.resumeWebhook(endpoint) }
    // After this long the feed is no longer kept, so all begins anew.
    if generator.chance(0.02) { bench.profiles.change { $0.feed.removeAll() } }
    if generator.chance(0.3) { bench.clock.advance(milliseconds: 1000 + generator.whole(0...40_000_000)) }
    if generator.chance(0.1) {
      bench.profiles.failAtPublicIDs(true)
      _ = try? bench.follow()
      bench.profiles.failAtPublicIDs(false)
    }
    if generator.chance(0.15) { bench.restart() }
    try bench.follow()
    try check()
    if generator.chance(0.6) { try bench.deliver() }
  }

  /// Everything that waits is delivered; then the consumer must have what the service has.
  func finish() throws {
    _ = try bench.service.resumeWebhook(endpoint)
    bench.destination.answer { [consumer] sent in
      consumer.take(sent)
      return .status(200)
    }
    for _ in 0..<40 {
      bench.clock.advance(milliseconds: 7 * 3_600_000)
      try bench.follow()
      try bench.deliver()
    }
    for id in segments {
      #expect(consumer.members(id) == Set(try bench.members(id)))
      #expect(consumer.count(id) == Double(try bench.members(id).count))
    }
    #expect(consumer.complaints == [])
  }

  private mutating func check() throws {
    let snapshot = MemorySnapshot(world: bench.profiles.snapshot)
    let point = try bench.store.read { try $0.service() }
    for id in segments {
      let segment = try bench.service.segment(id).segment
      let plan = try bench.service.compile(segment.definition).plan
      let members = try bench.members(id)
      #expect(members == snapshot.members(of: plan, among: nil, at: bench.clock.now), "\(plan)")
      #expect(segment.state == .ready)
      #expect(segment.count == Int64(members.count))
      #expect(
        try bench.service.count(of: id).total
          == snapshot.world.contacts.values.count { segment.definition.contentType.state ?? $0.state == $0.state }.int64
      )
      seen[id, default: [:]][point.version] = members
      let numbers = try bench.changes(id).map(\.change)
      #expect(numbers == Array((numbers.first ?? 1)..<(numbers.first ?? 1) + Int64(numbers.count)))
      #expect(numbers.last ?? segment.lastChange == segment.lastChange)
      // What was seen at some version before is still to be had.
      if let version = seen[id]?.keys.sorted().randomElement(using: &generator), let members = seen[id]?[version] {
        let again = try bench.store.read { try $0.members(of: segment.row, at: version).map { Array($0) } }
        #expect(again ?? members == members)
      }
    }
  }

  private mutating func createSegment() throws {
    number += 1
    let parent = generator.chance(0.2) ? segments.randomElement(using: &generator) : nil
    let types: [ContentType] = [.contact, .customer, .lead]
    var type = types.randomElement(using: &generator) ?? .contact
    if let parent {
      type = try bench.service.segment(parent).segment.definition.contentType
    }
    segments.append(try bench.create("segment \(number)", filter(depth: 2), type, parent: parent))
  }

  private mutating func changeDefinitions() throws {
    guard let id = segments.randomElement(using: &generator) else { return try createSegment() }
    do {
      switch generator.below(4) {
      case 0 where segments.count < 8: try createSegment()
      case 1 where segments.count > 3:
        try bench.service.delete(id, expecting: nil)
        segments.removeAll { $0 == id }
      default: _ = try bench.service.patch(id, with: ["filter": filter(depth: 2)], expecting: nil)
      }
    } catch is InvalidInput {
      // A cycle.
    } catch ServiceError.inUse {
    }
  }

  private mutating func filter(depth: Int) -> JSONValue {
    let plans: [JSONValue] = ["gold", "free", "none"]
    switch generator.below(depth > 0 ? 9 : 5) {
    case 0: return .property("plan", "equals", plans.randomElement(using: &generator))
    case 1: return ["event": "login", "count": ["atLeast": .number(Double(1 + generator.below(3)))]]
    case 2: return ["event": "login", "within": ["last": "8h"]]
    case 3: return .property("createdAt", "dateRelativeGreaterThan", "now-1d/d")
    case 4: return .property("due", "willOccurBeforeNthDay", 1)
    case 5: return ["not": filter(depth: depth - 1)]
    case 6: return ["any": [filter(depth: depth - 1), filter(depth: depth - 1)]]
    case 7: return ["all": [filter(depth: depth - 1), filter(depth: depth - 1)]]
    default:
      if let id = segments.randomElement(using: &generator) { return ["segment": .string(id)] }
      return .everyone
    }
  }

  private mutating func changeProfiles() {
    let now = bench.clock.now
    let contact = bench.profiles.snapshot.contacts.keys.sorted().randomElement(using: &generator)
    guard let contact, generator.chance(0.8) else {
      let states: [ContactState] = [.visitor, .lead, .customer]
      bench.profiles.contact(
        states.randomElement(using: &generator) ?? .visitor,
        ["createdAt": .text(now.description), "plan": .text(generator.pick("gold", "free"))])
      return
    }
    switch generator.below(10) {
    case 0: bench.profiles.delete(contact)
    case 1:
      if let other = bench.profiles.snapshot.contacts.keys.sorted().randomElement(using: &generator), other != contact {
        bench.profiles.merge(contact, into: other)
      }
    case 2: bench.profiles.setState(contact, generator.pick(.visitor, .lead, .customer))
    case 3:
      bench.profiles.set(
        contact, "due", .text(now.advanced(milliseconds: generator.whole(0...200_000_000)).description))
    case 4: bench.profiles.set(contact, "plan", nil)
    case 5: bench.profiles.track(contact, "login", at: now.advanced(milliseconds: generator.whole(1...90_000_000)))
    case 6, 7: bench.profiles.track(contact, "login", at: now.advanced(milliseconds: -generator.whole(0...40_000_000)))
    default: bench.profiles.set(contact, "plan", .text(generator.pick("gold", "free")))
    }
  }
}

extension Int {
  fileprivate var int64: Int64 { Int64(self) }
}

/// Does with the messages what webhooks.md tells consumers to do.
private final class Consumer: Sendable {
  private struct Segment {
    var epoch = ""
    var version = -1.0
    var members: Set<Int64>?
    /// The members were taken later than the reset says: messages up to then tell nothing new.
    var isAhead = false
    var count: Double?
  }

  private struct State {
    var segments: [String: Segment] = [:]
    var ids: Set<String> = []
    var complaints: [String] = []
  }

  private let state = Mutex(State())
  private let store: SegmentStore
  private let profiles: MemoryProfiles

  init(store: SegmentStore, profiles: MemoryProfiles) {
    self.store = store
    self.profiles = profiles
  }

  func members(_ id: String) -> Set<Int64>? { state.withLock { $0.segments[id]?.members } }
  func count(_ id: String) -> Double? { state.withLock { $0.segments[id]?.count } }
  var complaints: [String] { state.withLock { $0.complaints } }

  func take(_ sent: RecordingDestination.Sent) {
    let export = sent.type == "segment.members.reset" ? export(sent) : nil
    state.withLock { state in
      guard state.ids.insert(sent.id).inserted else { return }
      var segment = state.segments[sent.segment] ?? Segment()
      if let epoch = sent.data["epoch"]?.stringValue, epoch != segment.epoch { segment = Segment(epoch: epoch) }
      let version = sent.data["version"]?.numberValue ?? 0
      switch sent.type {
      case "segment.count.updated":
        let previous = sent.data["previousCount"]?.numberValue
        if previous != segment.count { state.complaints.append("\(sent.segment): previous count is wrong") }
        segment.count = sent.data["count"]?.numberValue
      case "segment.members.reset":
        if version <= segment.version, !segment.isAhead {
          state.complaints.append("\(sent.segment): reset out of order")
        }
        segment.members = export?.members
        segment.isAhead = export?.isLater ?? true
        segment.version = version
        if !segment.isAhead, segment.members?.count != sent.data["count"]?.integerValue {
          state.complaints.append("\(sent.segment): reset counts wrongly")
        }
      case "segment.members.changed":
        if version <= segment.version { state.complaints.append("\(sent.segment): changes out of order") }
        for change in changes(sent) {
          let isNews =
            change.enters ? segment.members?.insert(change.id).inserted : segment.members?.remove(change.id) != nil
          // Of one that was erased the entry may not have been told, the exit always is.
          let isErased = profiles.snapshot.contacts[change.id] == nil
          if isNews != true, !segment.isAhead, change.enters || !isErased {
            state.complaints.append("\(sent.segment): \(change.id) was so already")
          }
        }
        segment.version = version
      default: break
      }
      state.segments[sent.segment] = segment
    }
  }

  /// In the order of their numbers.
  private func changes(_ sent: RecordingDestination.Sent) -> [(number: Int, id: Int64, enters: Bool)] {
    [("entered", true), ("left", false)].flatMap { key, enters in
      (sent.data[key]?.arrayValue ?? []).map { contact in
        let id = contact["id"]?.stringValue.flatMap { Int64($0.dropFirst(4)) }
        return (contact["change"]?.integerValue ?? 0, id ?? -1, enters)
      }
    }.sorted { $0.0 < $1.0 }
  }

  /// As the reset says, or as they are now where that is kept no longer.
  private func export(_ sent: RecordingDestination.Sent) -> (members: Set<Int64>, isLater: Bool)? {
    let version = Int64(sent.data["version"]?.numberValue ?? 0)
    return try? store.read { reading in
      guard let row = try reading.segment(sent.segment)?.row else { return nil }
      if let members = try reading.members(of: row, at: version) { return (Set(members), false) }
      return try reading.members(of: row, at: reading.service().version).map { (Set($0), true) }
    }
  }
}
