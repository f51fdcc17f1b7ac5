import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

/// A store, profiles in memory, a clock that stands, and a follower and a sender that take steps when a test says so.
final class SyncBench {
  let directory: TemporaryDirectory
  let profiles = MemoryProfiles()
  let clock: ManualClock
  let destination = RecordingDestination()
  let store: SegmentStore
  let service: SegmentService
  var limits = FollowerLimits()
  private(set) var follower: SegmentFollower
  private(set) var sender: OutboxSender

  /// 2026-03-02 was a Monday.
  static let start = Instant("2026-03-02T12:00:00Z") ?? Instant(milliseconds: 0)

  init(limits: FollowerLimits = FollowerLimits()) throws {
    directory = try TemporaryDirectory()
    clock = ManualClock(Self.start)
    self.limits = limits
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    service = SegmentService(store: store, profiles: profiles, clock: clock)
    follower = SegmentFollower(store: store, profiles: profiles, clock: clock, limits: limits)
    sender = OutboxSender(store: store, profiles: profiles, destination: destination, clock: clock)
  }

  /// As after a crash: nothing in memory is left.
  func restart() {
    follower = SegmentFollower(store: store, profiles: profiles, clock: clock, limits: limits)
    sender = OutboxSender(store: store, profiles: profiles, destination: destination, clock: clock)
  }

  /// Steps until the follower has caught up.
  @discardableResult
  func follow() throws -> FollowerStep {
    for _ in 0..<1000 {
      let step = try follower.step()
      if !step.isMore { return step }
    }
    throw NeverCaughtUp()
  }

  struct NeverCaughtUp: Error {}

  /// Steps until nothing more can be sent now.
  func deliver() throws {
    for _ in 0..<1000 {
      let before = destination.sent.count
      let next = try sender.step()
      if destination.sent.count == before, next.map({ $0 > clock.now }) ?? true { return }
    }
    throw NeverCaughtUp()
  }

  @discardableResult
  func create(
    _ name: String, _ filter: JSONValue, _ contentType: ContentType = .contact, parent: String? = nil
  ) throws -> String {
    try service.create([
      "name": .string(name), "contentType": .string(contentType.rawValue), "filter": filter,
      "parent": parent.map { .string($0) } ?? .null,
    ]).id
  }

  @discardableResult
  func webhook(_ fields: JSONValue = [:]) throws -> WebhookEndpoint {
    let url = JSONMember("url", "https://example.com/hook")
    return try service.createWebhook(.object([url] + (fields.objectValue ?? [])))
  }

  func members(_ id: String) throws -> [Int64] { Array(try service.allMembers(of: id).members) }

  func changes(_ id: String) throws -> [MembershipChange] { try service.changes(of: id, limit: 1000).changes }

  /// Causes and kinds of the changes, for short: `entered 3 property`.
  func log(_ id: String) throws -> [String] {
    try changes(id).map { "\($0.kind.rawValue) \($0.publicID) \($0.cause.rawValue)" }
  }
}

extension JSONValue {
  static func property(_ name: String, _ comparison: String, _ value: JSONValue? = nil) -> JSONValue {
    .object(
      [JSONMember("property", .string(name)), JSONMember("operator", .string(comparison))]
        + (value.map { [JSONMember("value", $0)] } ?? []))
  }

  static let everyone: JSONValue = ["all": []]
}
