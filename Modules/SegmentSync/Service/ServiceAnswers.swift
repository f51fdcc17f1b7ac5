package import SegmentModel
package import SegmentStore

/// How many a segment has.
package struct SegmentCount: Sendable, Equatable {
  /// The last good one; nil before the first build.
  package var count: Int64?
  package var previous: Int64?
  /// Everyone of the content type; nil before the first step of all.
  package var total: Int64?
  /// At which the count last changed.
  package var version: Int64
  package var epoch: String
  package var asOf: Instant
  package var state: SegmentState

  package init(
    count: Int64?, previous: Int64?, total: Int64?, version: Int64, epoch: String, asOf: Instant, state: SegmentState
  ) {
    self.count = count
    self.previous = previous
    self.total = total
    self.version = version
    self.epoch = epoch
    self.asOf = asOf
    self.state = state
  }

  package var json: JSONValue {
    var members: [JSONMember] = [
      JSONMember("count", JSONValue(count)), JSONMember("total", JSONValue(total)),
      JSONMember("version", JSONValue(version)), JSONMember("epoch", .string(epoch)),
      JSONMember("asOf", .string(asOf.description)), JSONMember("state", .string(state.word)),
    ]
    if let why = state.why { members.append(JSONMember("why", .string(why))) }
    return .object(members)
  }
}

/// Some members of a segment, all pages at one version.
package struct MembersPage: Sendable, Equatable {
  /// Row ids, ascending.
  package var rows: [Int64]
  package var isPeople: Bool
  package var nextCursor: String?
  package var version: Int64
  package var epoch: String
}

/// Some entries and exits of a segment.
package struct ChangesPage: Sendable, Equatable {
  package var changes: [MembershipChange]
  /// Where to go on, now or when more has happened.
  package var nextCursor: String
  package var version: Int64
  package var epoch: String
}

/// Some segments.
package struct SegmentsPage: Sendable, Equatable {
  package var segments: [StoredSegment]
  /// Of each of them by id, who refers to it.
  package var users: [String: [SegmentName]]
  package var nextCursor: String?
}

/// Which segments are asked for.
package struct SegmentQuery: Sendable {
  package var contentType: ContentType?
  /// Stands in the name or description, compared as text.
  package var search: String?
  /// Public id of a contact or company that is a member.
  package var member: String?
  package var cursor: String?
  package var limit: Int

  package init(
    contentType: ContentType? = nil, search: String? = nil, member: String? = nil, cursor: String? = nil,
    limit: Int = 100
  ) {
    self.contentType = contentType
    self.search = search
    self.member = member
    self.cursor = cursor
    self.limit = limit
  }
}

extension JSONValue {
  init(_ number: Int64?) { self = number.map { .number(Double($0)) } ?? .null }
}

extension MembershipChange {
  package var json: JSONValue {
    [
      "change": JSONValue(change), "contact": publicID.isEmpty ? .null : .string(publicID),
      "kind": .string(kind.rawValue),
      "at": .string(at.description), "cause": .string(cause.rawValue), "version": JSONValue(version),
    ]
  }
}

extension SegmentName {
  package var json: JSONValue { ["id": .string(id), "name": .string(name)] }
}

extension StoredSegment {
  /// The segment as answered, but for what only a reader of filters can add (`words`, `warnings`).
  package func json(usedBy users: [SegmentName]) -> [JSONMember] {
    [JSONMember("id", .string(id)), JSONMember("revision", JSONValue(revision))]
      + (definition.json.objectValue ?? []) + [
        JSONMember("state", .string(state.word)), JSONMember("why", state.why.map { .string($0) } ?? .null),
        JSONMember("count", JSONValue(count)), JSONMember("previous", JSONValue(previous)),
        JSONMember("usedBy", .array(users.map(\.json))),
        JSONMember("createdAt", .string(createdAt.description)),
        JSONMember("updatedAt", .string(updatedAt.description)),
      ]
  }
}
