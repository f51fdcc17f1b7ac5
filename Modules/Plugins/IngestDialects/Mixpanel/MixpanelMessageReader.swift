import EventIngest
import SegmentModel

/// Understands one message of Mixpanel's ingestion API.
struct MixpanelMessageReader {
  let receivedAt: Instant
  /// Of the request; a message that bears another is not taken.
  let writeKey: String?
  /// Of a request that bears several messages.
  let requestHash: KeyHash?
  /// Most bytes of a message.
  let bound: Int

  private static let secrets: Set<String> = ["token", "$token", "api_key"]

  /// The key that a message bears.
  static func token(of json: JSONValue) -> String? {
    let token = json["$token"] ?? json["properties"]?["token"]
    return token?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Of `/track` and `/import`.
  func event(_ message: ListedMessage, index: Int) -> IngestItem {
    item(message, index: index, path: "/track", isUpdate: false) { (json) throws(Rejection) in try event(json) }
  }

  /// Of `/engage`.
  func profile(_ message: ListedMessage, index: Int) -> IngestItem {
    item(message, index: index, path: "/engage", isUpdate: true) { (json) throws(Rejection) in
      let changes = try changes(json, keptByRules: BasicProperty.keptByRules)
      let id = try EventReading.text(json["$distinct_id"], "$distinct_id")
      let message = IngestMessage(
        identifiers: [id.flatMap(MixpanelIdentity.identifier)].compactMap(\.self),
        action: .identify(ContactTraits(changes), tracked: []), time: try time(json["$time"]),
        receivedAt: receivedAt)
      return try known(message, as: json, index: index)
    }
  }

  /// Of `/groups`.
  func group(_ message: ListedMessage, index: Int) -> IngestItem {
    item(message, index: index, path: "/groups", isUpdate: true) { (json) throws(Rejection) in
      let changes = try changes(json, keptByRules: CompanyProperties.keptByRules)
      guard let key = try EventReading.text(json["$group_id"], "$group_id"),
        let company = CompanyTraits(
          type: try EventReading.text(json["$group_key"], "$group_key") ?? "", key: key, changes)
      else { throw Rejection(.missingGroupID, "a group needs its $group_id") }
      let message = IngestMessage(
        identifiers: [], action: .company(company), time: try time(json["$time"]), receivedAt: receivedAt)
      return try known(message, as: json, index: index)
    }
  }

  private func item(
    _ message: ListedMessage, index: Int, path: String, isUpdate: Bool,
    understand: (JSONValue) throws(Rejection) -> IngestMessage
  ) -> IngestItem {
    let call = IngestCall(dialect: MixpanelDialect.name, path: path)
    let keeping = EventReading.Keeping(call: call, secrets: Self.secrets) { json in
      isUpdate ? named(json, index: index) : json
    }
    return EventReading.item(message, index: index, receivedAt: receivedAt, bound: bound, keeping: keeping) {
      (json) throws(Rejection) in
      if let token = Self.token(of: json), token != writeKey {
        throw Rejection(.otherKey, "the message bears another token than the first of its request")
      }
      return try understand(json)
    }
  }

  // MARK: - Events

  /// Properties that are no attributes. Addresses are not stored.
  private static let control: Set<String> = ["token", "distinct_id", "time", "ip", "$insert_id"]

  private func event(_ json: JSONValue) throws(Rejection) -> IngestMessage {
    guard let name = json["event"]?.stringValue, !name.isEmpty else {
      throw Rejection(.missingEvent, "an event needs its name, a string, as `event`")
    }
    guard let properties = json["properties"], let members = properties.objectValue else {
      throw Rejection(.wrongType, "`properties` must be an object")
    }
    let (action, identifiers): (IngestMessage.Action, [ClaimedIdentifier])
    switch name {
    case "$identify":
      action = .identify(ContactTraits(), tracked: [])
      identifiers = try MixpanelIdentity.ofIdentify(properties)
    case "$create_alias", "$merge":
      let (previous, user) = try MixpanelIdentity.ofAlias(name, properties)
      action = .alias(previous: previous)
      identifiers = [ClaimedIdentifier(.userId, user)].compactMap(\.self)
    default:
      action = .event(
        name: name == "$mp_web_page_view" ? "viewPage" : name,
        attributes: try EventReading.attributes(members, except: Self.control))
      identifiers = try MixpanelIdentity.ofEvent(properties)
    }
    return IngestMessage(
      identifiers: identifiers, action: action, time: try time(properties["time"]), receivedAt: receivedAt,
      messageID: try EventReading.messageID(properties["$insert_id"], "$insert_id"))
  }

  // MARK: - Profiles

  /// What an update may hold beside its operation.
  private static let known: Set<String> = [
    "$token", "$distinct_id", "$time", "$ip", "$ignore_time", "$ignore_alias", "$group_key", "$group_id", "$insert_id",
    "$device_id", "$user_id", "$had_persisted_distinct_id", "$is_identified",
  ]

  private func changes(_ json: JSONValue, keptByRules kept: Set<String>) throws(Rejection) -> ProfileChanges {
    let members = json.objectValue ?? []
    for member in members where ProfileChanges.Operation(rawValue: member.key) == nil {
      if member.key.hasPrefix("$"), !Self.known.contains(member.key) {
        throw Rejection(.unknownOperation, "\(member.key) is not known here")
      }
    }
    var changes = ProfileChanges(keptByRules: kept) { Self.names[$0] ?? $0 }
    try changes.read(members)
    return changes
  }

  /// Properties that the product has a name for.
  private static let names = [
    "$email": "email", "$phone": "phone", "$name": "name", "$first_name": "firstName", "$last_name": "lastName",
    "$avatar": "avatar", "$city": "city", "$region": "region", "$country_code": "country", "$timezone": "timeZone",
    "$created": "createdAt",
  ]

  /// An update has no id of its own, but the clocks of libraries that write fractions of a second tell two apart: the
  /// same text with such a time is the same update, sent again. One whose time says less is taken each time that it
  /// comes, unless that would add twice and its request bears several: then it is known by its place in the request, for
  /// half an hour. The same request after that is meant anew.
  private func known(_ message: IngestMessage, as json: JSONValue, index: Int) throws(Rejection) -> IngestMessage {
    var message = message
    message.messageID = try ownID(json)
    if message.messageID == nil, let id = placeID(json, index: index) {
      message.messageID = id
      message.repeatMilliseconds = Self.halfHour
    }
    return message
  }

  private func ownID(_ json: JSONValue) throws(Rejection) -> String? {
    if let id = try EventReading.messageID(json["$insert_id"], "$insert_id") { return id }
    guard let time = json["$time"]?.numberValue, time.rounded() != time || abs(time) >= Self.firstMillisecond
    else { return nil }
    return "update-" + KeyHash(key: json.text).hexadecimal
  }

  private func placeID(_ json: JSONValue, index: Int) -> String? {
    guard let requestHash, let members = json.objectValue, members.contains(where: { Self.adding.contains($0.key) })
    else { return nil }
    return "update-\(requestHash.hexadecimal)-\(index)"
  }

  /// An update with the id by which it is known, which what is kept of it alone does not tell. One that is known by its
  /// place is so in the half hour in which it came.
  private func named(_ json: JSONValue, index: Int) -> JSONValue {
    var id = try? ownID(json)
    if id == nil, let place = placeID(json, index: index) {
      id = "\(place)-\(receivedAt.milliseconds / Self.halfHour)"
    }
    return id.map { json.setting("$insert_id", to: .string($0)) } ?? json
  }

  /// What does more the second time; everything else may be repeated.
  private static let adding: Set<String> = [
    ProfileChanges.Operation.add.rawValue, ProfileChanges.Operation.append.rawValue,
  ]
  private static let halfHour: Int64 = 30 * 60_000

  /// From here on a number is of milliseconds: as seconds it would be after the year 5138.
  private static let firstMillisecond = 1e11

  /// Seconds or milliseconds since 1970; else the time of arrival.
  private func time(_ json: JSONValue?) throws(Rejection) -> Instant {
    let timestamp: Instant?
    switch json {
    case nil, .null, .string(""): timestamp = nil
    case .string(let text):
      timestamp = DateText(text)?.instant(in: .utc)
      if timestamp == nil { throw badTime }
    case .number(let number):
      let milliseconds = abs(number) < Self.firstMillisecond ? number * 1000 : number
      guard let whole = Int64(exactly: milliseconds.rounded(.down)) else { throw badTime }
      timestamp = Instant(milliseconds: whole)
    default: throw badTime
    }
    return MessageTime.corrected(timestamp: timestamp, sentAt: nil, receivedAt: receivedAt)
  }

  private var badTime: Rejection {
    Rejection(.badTimestamp, "a time must be a number of seconds or milliseconds since 1970")
  }
}
