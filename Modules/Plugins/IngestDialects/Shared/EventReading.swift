import EventIngest
import SegmentModel

/// What the readers of PostHog's and Mixpanel's events have in common.
enum EventReading {
  /// What a message is kept with where it is refused.
  struct Keeping: Sendable {
    /// By which it can be taken again.
    let call: IngestCall
    /// Members that are not to be kept.
    let secrets: Set<String>
    /// Adds what its request says of it.
    let complete: @Sendable (JSONValue) -> JSONValue
  }

  /// One message of a request: understood, or why not.
  /// - Parameter bound: most bytes of a message.
  static func item(
    _ message: ListedMessage, index: Int, receivedAt: Instant, bound: Int, keeping: Keeping,
    understand: (JSONValue) throws(Rejection) -> IngestMessage
  ) -> IngestItem {
    switch message {
    case .read(let json):
      let content = Result { () throws(Rejection) in
        guard json.objectValue != nil else {
          throw Rejection(.notAnObject, "a message is an object, not \(json.kindName)")
        }
        if json.isLarger(than: bound) {
          throw Rejection(.messageTooLarge, "a message is at most \(IngestLimits.messageBytes) bytes")
        }
        return try understand(json)
      }
      return IngestItem(
        index: index, receivedAt: receivedAt, body: keeping.complete(json).without(keeping.secrets), call: keeping.call,
        content: content)
    case .unreadable(let bytes, let error):
      return UnreadableMessage.item(
        bytes, error, index: index, receivedAt: receivedAt,
        without: ["": keeping.secrets, "properties": keeping.secrets])
    }
  }

  /// Attributes of an event: of two values for one name the later stands, and there is nothing to remove.
  static func attributes(_ members: [JSONMember], except left: Set<String>) throws(Rejection) -> [NamedValue] {
    let all: [NamedValue]
    do {
      all = try Value.flatten(members.filter { !left.contains($0.key) })
    } catch {
      throw .tooLong(error.name)
    }
    var last: [ExactText: Value] = [:]
    for each in all where !each.name.isEmpty { last[ExactText(each.name)] = each.value }
    return all.compactMap { each in
      last.removeValue(forKey: ExactText(each.name)).map { NamedValue(each.name, $0) }
    }
  }

  /// A string, or a number as its text; nil where it is absent, null or empty.
  static func text(_ json: JSONValue?, _ name: String) throws(Rejection) -> String? {
    switch json {
    case nil, .null, .string(""): return nil
    case .string(let text): return text
    case .number(let number): return Scalar.number(number).textView
    case .largeInteger(let digits): return digits
    case .some(let other): throw Rejection(.badIdentifier, "`\(name)` must be a string, not \(other.kindName)")
    }
  }

  static func messageID(_ json: JSONValue?, _ name: String) throws(Rejection) -> String? {
    switch json {
    case nil, .null, .string(""): return nil
    case .string(let id) where id.unicodeScalars.count <= IngestLimits.messageIDCharacters: return id
    default:
      throw Rejection(
        .badMessageID, "`\(name)` must be a string of at most \(IngestLimits.messageIDCharacters) characters")
    }
  }

  /// `company: "acme"` or a list of keys for a type.
  static func companies(_ groups: JSONValue?) throws(Rejection) -> [CompanyLink] {
    guard let members = groups?.objectValue else { return [] }
    var links: [CompanyLink] = []
    for member in members {
      for key in member.value.arrayValue ?? [member.value] {
        guard let text = try text(key, "$groups.\(member.key)") else { continue }
        let changes = ProfileChanges(keptByRules: CompanyProperties.keptByRules)
        if let company = CompanyTraits(type: member.key, key: text, changes) { links.append(.named(company)) }
      }
    }
    return links
  }
}

extension JSONValue {
  /// An object without some members, also within its `properties`.
  fileprivate func without(_ keys: Set<String>) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(
      members.compactMap { member in
        if keys.contains(member.key) { return nil }
        return member.key == "properties" ? JSONMember(member.key, member.value.without(keys)) : member
      })
  }
}
