import EventIngest
import SegmentModel

/// Understands one event of PostHog's capture API.
struct PostHogEventReader {
  let receivedAt: Instant
  /// Of the batch, by the sender's clock.
  let sentAt: Instant?
  /// Of the request; an event that bears another is not taken.
  let writeKey: String?
  /// Most bytes of an event.
  let bound: Int

  private static let call = IngestCall(dialect: PostHogDialect.name, path: "/capture")
  static let secrets: Set<String> = ["api_key", "token"]

  /// Properties that say what the event does, and are no attributes. Addresses are not stored.
  private static let control: Set<String> = [
    "token", "api_key", "distinct_id", "$set", "$set_once", "$unset", "$ip", "$anon_distinct_id",
  ]

  func item(_ event: ListedMessage, index: Int) -> IngestItem {
    let keeping = EventReading.Keeping(call: Self.call, secrets: Self.secrets) { complete($0) }
    return EventReading.item(event, index: index, receivedAt: receivedAt, bound: bound, keeping: keeping) {
      (json) throws(Rejection) in try message(json)
    }
  }

  /// The time at which its batch was sent, by which its own time is corrected.
  private func complete(_ json: JSONValue) -> JSONValue {
    guard let sentAt, Self.instant(json["sent_at"]) == nil else { return json }
    return json.setting("sent_at", to: .string(sentAt.description))
  }

  /// The keys that an event or a body bears.
  static func keys(of json: JSONValue) -> [String] {
    [json["api_key"], json["token"], json["properties"]?["token"]].compactMap { $0?.stringValue }.filter { !$0.isEmpty }
  }

  /// The key of a request, but for those within its events.
  static func key(in request: IngestRequest, body: JSONValue, fields: [String: String]) -> String? {
    if let key = keys(of: body).first { return key }
    if let key = fields["api_key"] ?? fields["token"], !key.isEmpty { return key }
    if let header = request.headers["authorization"], header.lowercased().hasPrefix("bearer ") {
      return String(header.dropFirst("bearer ".count))
    }
    return request.query["api_key"] ?? request.query["token"]
  }

  static func instant(_ json: JSONValue?) -> Instant? {
    json?.stringValue.flatMap(DateText.init)?.instant(in: .utc)
  }

  private func message(_ json: JSONValue) throws(Rejection) -> IngestMessage {
    if Self.keys(of: json).contains(where: { $0 != writeKey }) {
      throw Rejection(.otherKey, "the event bears another key than the first of its request")
    }
    guard let event = json["event"]?.stringValue, !event.isEmpty else {
      throw Rejection(.missingEvent, "an event needs its name, a string, as `event`")
    }
    let properties = try self.properties(json)
    var traits: ContactTraits?
    var changes = ProfileChanges(keptByRules: BasicProperty.keptByRules)
    try changes.read(json.objectValue ?? [])
    try changes.read(properties)
    if !changes.isEmpty { traits = ContactTraits(changes) }
    let links = try EventReading.companies(JSONValue.object(properties)["$groups"])
    if !links.isEmpty {
      traits = traits ?? ContactTraits()
      traits?.link(to: links)
    }
    let (action, identifiers) = try action(event, json, .object(properties), traits: traits)
    if case .identify = action { traits = nil }
    return IngestMessage(
      identifiers: identifiers, action: action, traits: traits, time: try time(json), receivedAt: receivedAt,
      messageID: try EventReading.messageID(json["uuid"], "uuid"))
  }

  private func properties(_ json: JSONValue) throws(Rejection) -> [JSONMember] {
    switch json["properties"] {
    case nil, .null: return []
    case .object(let members): return members
    case .some(let other): throw Rejection(.wrongType, "`properties` must be an object, not \(other.kindName)")
    }
  }

  private func action(
    _ event: String, _ json: JSONValue, _ properties: JSONValue, traits: ContactTraits?
  ) throws(Rejection) -> (IngestMessage.Action, [ClaimedIdentifier]) {
    let distinctID = try EventReading.text(json["distinct_id"] ?? properties["distinct_id"], "distinct_id")
    let identifiers = try self.identifiers(event, distinctID, properties)
    switch event {
    case "$identify", "$set", "$set_once", "$unset":
      return (.identify(traits ?? ContactTraits(), tracked: []), identifiers)
    case "$create_alias", "$merge_dangerously":
      // Both ids are the same person's; the alias of `$create_alias` is the one that goes on.
      let original = try EventReading.text(properties["distinct_id"], "distinct_id") ?? distinctID
      guard let original, let alias = try EventReading.text(properties["alias"], "alias") else {
        throw Rejection(.missingPreviousID, "\(event) needs a distinct_id and an alias")
      }
      let (previous, user) = event == "$create_alias" ? (original, alias) : (alias, original)
      return (.alias(previous: previous), [ClaimedIdentifier(.userId, user)].compactMap(\.self))
    case "$groupidentify":
      var changes = ProfileChanges(keptByRules: CompanyProperties.keptByRules)
      if let set = properties["$group_set"] { try changes.read(.set, set) }
      guard let key = try EventReading.text(properties["$group_key"], "$group_key"),
        let company = CompanyTraits(
          type: try EventReading.text(properties["$group_type"], "$group_type") ?? "", key: key, changes)
      else { throw Rejection(.missingGroupID, "$groupidentify needs a $group_key") }
      // Without `$groups` the distinct id is none of a person: libraries for servers make one up.
      if traits?.links.isEmpty == false { return (.group(company), identifiers) }
      guard traits == nil else {
        throw Rejection(.badOperand, "$groupidentify sets properties of the group, by $group_set")
      }
      return (.company(company), [])
    default:
      let attributes = try EventReading.attributes(properties.objectValue ?? [], except: Self.control)
      return (.event(name: Self.names[event] ?? event, attributes: attributes), identifiers)
    }
  }

  /// Events that the product has a name for.
  private static let names = ["$pageview": "viewPage", "$screen": "viewScreen"]

  /// A `distinct_id` is the id of somebody known, unless the event says that it is of a device, or of nobody.
  private func identifiers(
    _ event: String, _ distinctID: String?, _ properties: JSONValue
  ) throws(Rejection) -> [ClaimedIdentifier] {
    let device = try EventReading.text(properties["$device_id"], "$device_id")
    let anonymous = try EventReading.text(properties["$anon_distinct_id"], "$anon_distinct_id")
    let user = try EventReading.text(properties["$user_id"], "$user_id")
    guard let distinctID else { return [] }
    if event == "$identify" {
      return [
        ClaimedIdentifier(.userId, distinctID),
        (anonymous ?? device).flatMap { ClaimedIdentifier(.anonymousId, $0) },
      ].compactMap(\.self)
    }
    let isAnonymous =
      distinctID == device && user != distinctID || properties["$process_person_profile"]?.booleanValue == false
      || properties["$is_identified"]?.booleanValue == false
    if isAnonymous { return [ClaimedIdentifier(.anonymousId, distinctID)].compactMap(\.self) }
    return [ClaimedIdentifier(.userId, distinctID), device.flatMap { ClaimedIdentifier(.anonymousId, $0) }]
      .compactMap(\.self)
  }

  /// `timestamp`, by the sender's clock; else `offset`, the milliseconds since it happened.
  private func time(_ json: JSONValue) throws(Rejection) -> Instant {
    let timestamp: Instant?
    switch json["timestamp"] {
    case nil, .null, .string(""):
      if let offset = json["offset"]?.numberValue, let past = Int64(exactly: offset.rounded()), past >= 0 {
        return receivedAt.advanced(milliseconds: -past).clamped
      }
      timestamp = nil
    case let json:
      timestamp = Self.instant(json)
      if timestamp == nil {
        throw Rejection(.badTimestamp, "`timestamp` must be a time as RFC 3339 writes it: 2026-01-31T12:00:00.000Z")
      }
    }
    return MessageTime.corrected(
      timestamp: timestamp, sentAt: Self.instant(json["sent_at"]) ?? sentAt, receivedAt: receivedAt)
  }
}
