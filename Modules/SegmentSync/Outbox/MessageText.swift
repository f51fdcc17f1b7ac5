import SegmentModel
import SegmentStore

/// What stands in a message.
/// Source: webhooks.
struct MessageText {
  /// Contacts that one message lists, at most.
  static let maximumChanges = 500

  var id: String
  var type: WebhookEvent
  var timestamp: Instant
  /// Id of the segment that it is about.
  var segment: String?
  var data: JSONValue

  func body(_ format: WebhookFormat, source: String) -> OutboxBody {
    OutboxBody(bytes: json(format, source: source).bytes(), mediaType: format.mediaType)
  }

  private func json(_ format: WebhookFormat, source: String) -> JSONValue {
    switch format {
    case .standard:
      return ["type": .string(type.rawValue), "timestamp": .string(timestamp.description), "data": data]
    case .cloudEvents:
      // Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
      var members: [JSONMember] = [
        JSONMember("specversion", "1.0"), JSONMember("id", .string(id)), JSONMember("source", .string(source)),
        JSONMember("type", .string(type.rawValue)), JSONMember("time", .string(timestamp.description)),
      ]
      if let segment { members.append(JSONMember("subject", .string(segment))) }
      members += [JSONMember("datacontenttype", "application/json"), JSONMember("data", data)]
      return .object(members)
    }
  }

  static func count(
    _ waiting: WaitingCount, previous: Int64?, of segment: SegmentOfMessages, epoch: String
  ) -> JSONValue {
    [
      "segment": segment.json, "count": JSONValue(waiting.count), "previousCount": JSONValue(previous),
      "epoch": .string(epoch), "version": JSONValue(waiting.version), "asOf": .string(waiting.asOf.description),
    ]
  }

  static func reset(of segment: SegmentOfMessages, _ point: ServicePoint) -> JSONValue {
    [
      "segment": segment.json, "epoch": .string(point.epoch), "version": JSONValue(point.version),
      "count": JSONValue(segment.count),
    ]
  }

  /// - Parameters:
  ///   - changes: consecutive, one at least.
  ///   - described: those of them that are still there.
  ///   - properties: that contacts bear.
  static func members(
    _ changes: [MembershipChange], described: [Int64: MemberDescription], properties: [String],
    of segment: SegmentOfMessages, epoch: String
  ) -> JSONValue {
    func contacts(_ kind: MembershipChangeKind) -> JSONValue {
      .array(
        // Of one that was erased since, the entry is told no more.
        changes.filter { $0.kind == kind && !$0.publicID.isEmpty }.map { change in
          contact(change, described[change.contact], hasProperties: !properties.isEmpty)
        })
    }
    return [
      "segment": segment.json, "epoch": .string(epoch), "fromChange": JSONValue(changes.first?.change),
      "toChange": JSONValue(changes.last?.change), "version": JSONValue(changes.last?.version),
      "entered": contacts(.entered), "left": contacts(.left),
    ]
  }

  /// Of one that is gone only the id is left to say.
  private static func contact(
    _ change: MembershipChange, _ described: MemberDescription?, hasProperties: Bool
  ) -> JSONValue {
    var members = [
      JSONMember("id", .string(change.publicID)),
      JSONMember(
        "identities",
        .array((described?.identities ?? []).map { ["type": .string($0.type), "value": .string($0.value)] })),
    ]
    if hasProperties {
      let values = (described?.properties ?? []).compactMap { named in
        named.value.map { JSONMember(named.name, $0.json) }
      }
      members.append(JSONMember("properties", .object(values)))
    }
    members += [
      JSONMember("change", JSONValue(change.change)), JSONMember("at", .string(change.at.description)),
      JSONMember("cause", .string(change.cause.rawValue)),
    ]
    return .object(members)
  }
}
