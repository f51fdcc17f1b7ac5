import EventIngest
import SegmentModel

/// Understands one message of the tracking API. Source: http-api, "The tracking API", table of messages.
struct TrackingMessageReader {
  let receivedAt: Instant
  /// Of the batch, for messages without one of their own.
  let sentAtOfBatch: Instant?

  /// A message of a batch, which says its type.
  /// - Parameter isMeasured: whether it may be over the bound of a message.
  func item(_ json: JSONValue, index: Int, isMeasured: Bool) -> IngestItem {
    item(json, index: index, type: json["type"]?.stringValue.flatMap(TrackingMessageType.init)) {
      (type) throws(Rejection) in
      guard json.objectValue != nil else {
        throw Rejection(.notAnObject, "a message is an object, not \(json.kindName)")
      }
      if isMeasured, json.isLarger(than: IngestLimits.messageBytes) {
        throw Rejection(.messageTooLarge, "a message is at most \(IngestLimits.messageBytes) bytes")
      }
      guard let type else {
        let types = TrackingMessageType.allCases.map(\.rawValue).joined(separator: ", ")
        throw Rejection(.unknownType, "`type` must be one of \(types)", at: "type")
      }
      return try message(json, type: type)
    }
  }

  /// The message of a single call, whose path says its type.
  func item(_ json: JSONValue, type: TrackingMessageType) -> IngestItem {
    item(json, index: 0, type: type) { (_) throws(Rejection) in try message(json, type: type) }
  }

  /// A message of a batch that cannot be read.
  func item(unreadable bytes: ArraySlice<UInt8>, _ error: JSONError, index: Int) -> IngestItem {
    UnreadableMessage.item(
      bytes, error, index: index, receivedAt: receivedAt, without: ["": ["writeKey"], "context": ["proof"]])
  }

  private func item(
    _ json: JSONValue, index: Int, type: TrackingMessageType?,
    understand: (TrackingMessageType?) throws(Rejection) -> IngestMessage
  ) -> IngestItem {
    IngestItem(
      index: index, receivedAt: receivedAt, body: json.kept(sentAt: sentAtOfBatch), call: type?.call,
      content: Result { () throws(Rejection) in try understand(type) })
  }

  private func message(_ json: JSONValue, type: TrackingMessageType) throws(Rejection) -> IngestMessage {
    var timestamp = try time("timestamp", in: json)
    if timestamp == nil { timestamp = try time("originalTimestamp", in: json) }
    return IngestMessage(
      identifiers: [try identifier(.userId, in: json), try identifier(.anonymousId, in: json)].compactMap(\.self),
      action: try action(json, type: type),
      time: MessageTime.corrected(
        timestamp: timestamp, sentAt: Self.instant(json["sentAt"]) ?? sentAtOfBatch, receivedAt: receivedAt),
      receivedAt: receivedAt, messageID: try messageID(json["messageId"]),
      proof: json["context"]?["proof"]?.stringValue)
  }

  private func action(_ json: JSONValue, type: TrackingMessageType) throws(Rejection) -> IngestMessage.Action {
    switch type {
    case .identify:
      // Of two values for one name the later stands.
      let traits = try members("traits", in: json["context"], within: "context") + members("traits", in: json)
      return .identify(ContactTraits(try flatten(traits)), tracked: try flatten(try members("tracked", in: json)))
    case .track:
      guard let name = json["event"]?.stringValue, !name.isEmpty else {
        throw Rejection(
          .missingEvent, "a track message needs the name of the event, a string, as `event`", at: "event")
      }
      return .event(name: name, attributes: try attributes(json))
    case .page: return .event(name: "viewPage", attributes: try viewAttributes(json))
    case .screen: return .event(name: "viewScreen", attributes: try viewAttributes(json))
    case .group:
      let traits = try flatten(try members("traits", in: json))
      guard let text = try text("groupId", in: json), let company = CompanyTraits(groupID: text, traits: traits) else {
        throw Rejection(.missingGroupID, "a group message needs a groupId", at: "groupId")
      }
      return .group(company)
    case .alias:
      guard let previous = try text("previousId", in: json) else {
        throw Rejection(
          .missingPreviousID, "an alias needs the previousId that becomes the userId", at: "previousId")
      }
      return .alias(previous: previous)
    }
  }

  // MARK: - Parts

  /// A string, or a number as its text; null counts as not sent.
  private func text(_ name: String, in json: JSONValue) throws(Rejection) -> String? {
    switch json[name] {
    case nil, .null: return nil
    case .string(let text): return text
    case .number(let number): return Scalar.number(number).textView
    case .largeInteger(let digits): return digits
    case .some(let other):
      throw Rejection(.badIdentifier, "`\(name)` must be a string, not \(other.kindName)", at: name)
    }
  }

  private func identifier(_ kind: Identifier.Kind, in json: JSONValue) throws(Rejection) -> ClaimedIdentifier? {
    guard let text = try text(kind.rawValue, in: json) else { return nil }
    return ClaimedIdentifier(kind, text)
  }

  private func messageID(_ json: JSONValue?) throws(Rejection) -> String? {
    switch json {
    case nil, .null, .string(""): return nil
    case .string(let id) where id.unicodeScalars.count <= IngestLimits.messageIDCharacters: return id
    default:
      throw Rejection(
        .badMessageID, "`messageId` must be a string of at most \(IngestLimits.messageIDCharacters) characters",
        at: "messageId")
    }
  }

  private func time(_ name: String, in json: JSONValue) throws(Rejection) -> Instant? {
    switch json[name] {
    case nil, .null, .string(""): return nil
    default:
      if let instant = Self.instant(json[name]) { return instant }
      throw Rejection(
        .badTimestamp, "`timestamp` must be a time as RFC 3339 writes it: 2026-01-31T12:00:00.000Z", at: name)
    }
  }

  /// A time without an offset is of UTC.
  static func instant(_ json: JSONValue?) -> Instant? {
    json?.stringValue.flatMap(DateText.init)?.instant(in: .utc)
  }

  /// - Parameter outer: member of the message, of which `json` is the value; nil for the message itself.
  private func members(
    _ name: String, in json: JSONValue?, within outer: String? = nil
  ) throws(Rejection) -> [JSONMember] {
    switch json?[name] {
    case nil, .null: return []
    case .object(let members): return members
    case .some(let other):
      throw Rejection(.wrongType, "`\(name)` must be an object, not \(other.kindName)", at: outer, name)
    }
  }

  private func flatten(_ members: [JSONMember]) throws(Rejection) -> [NamedValue] {
    do {
      return try Value.flatten(members)
    } catch {
      throw .tooLong(error.name)
    }
  }
}

/// Attributes of events.
extension TrackingMessageReader {
  /// What of the context is kept with an event.
  private static let keptContext: Set<String> = ["page", "campaign", "locale", "timezone", "userAgent", "library"]

  private func attributes(_ json: JSONValue, with own: [JSONMember] = []) throws(Rejection) -> [NamedValue] {
    let context = (json["context"]?.objectValue ?? []).filter { Self.keptContext.contains($0.key) }
    let all = try flatten(
      try members("properties", in: json) + own + [JSONMember("context", .object(context))])
    // Of two values for one name the later stands; there is nothing to remove.
    var last: [ExactText: Value] = [:]
    for each in all where !each.name.isEmpty { last[ExactText(each.name)] = each.value }
    return all.compactMap { each in
      last.removeValue(forKey: ExactText(each.name)).map { NamedValue(each.name, $0) }
    }
  }

  private func viewAttributes(_ json: JSONValue) throws(Rejection) -> [NamedValue] {
    let own = ["name", "category"].compactMap { name in json[name].map { JSONMember(name, $0) } }
    return try attributes(json, with: own.filter { $0.value != .null })
  }
}

extension JSONValue {
  /// A message as it may be kept where it is refused: without the write key and the proof, and with the time at which
  /// its batch was sent.
  fileprivate func kept(sentAt: Instant?) -> JSONValue {
    guard case .object(let members) = self else { return self }
    let kept: [JSONMember] = members.compactMap { member in
      switch (member.key, member.value) {
      case ("writeKey", _): return nil
      case ("context", .object(let context)):
        return JSONMember("context", .object(context.filter { $0.key != "proof" }))
      default: return member
      }
    }
    guard let sentAt, TrackingMessageReader.instant(self["sentAt"]) == nil else { return .object(kept) }
    return JSONValue.object(kept).setting("sentAt", to: .string(sentAt.description))
  }
}
