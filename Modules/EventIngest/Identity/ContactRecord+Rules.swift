import SegmentModel

/// The rules by which a contact's own columns follow from its messages.
/// Source: values-and-identity, "Basic properties" and "Identity".
extension ContactRecord {
  /// An event that moves `lastSeenAt` forward by this or more starts a session; milliseconds.
  static let sessionGap: Int64 = 30 * 60_000

  /// Whether anything but anonymous ids names it.
  var isIdentified: Bool { identifiers.contains { $0.kind > .anonymousId } }

  var hasUserID: Bool { identifiers.contains { $0.kind == .userId } }

  var strongestKind: Identifier.Kind? { identifiers.map(\.kind).max() }

  /// Whether a server source, an import or the API has written any of its properties.
  var isKnownToServers: Bool { properties.values.contains { $0.isTrusted } }

  /// Any message of the contact's.
  mutating func noteMessage(at time: Instant) {
    createdAt = min(createdAt, time)
  }

  /// An event; one that is older than the latest changes nothing.
  mutating func noteEvent(at time: Instant) {
    if let seen = lastSeenAt {
      guard time > seen else { return }
      if time.milliseconds - seen.milliseconds >= Self.sessionGap { sessionCount += 1 }
    } else {
      sessionCount += 1
    }
    lastSeenAt = time
  }

  mutating func noteWrite(at time: Instant) {
    modifiedAt = max(modifiedAt ?? time, time)
  }

  /// Whether a trusted writer has declared nothing later of a column, `state` or `sessionCount`; from then on it has.
  ///
  /// The time is kept as that of a property is, by a write without a value: the value is the column, which rules move
  /// as well.
  mutating func isLatestDeclaration(of name: String, at time: Instant) -> Bool {
    properties.write(nil, to: name, at: time, isTrusted: true) != .superseded
  }

  /// - Parameter declared: by a trusted writer. Without it a state never falls; with it, not below what the
  ///   identifiers and names make it.
  mutating func settleState(declared: ContactState? = nil) {
    state = max(declared ?? state, stateByRule)
  }

  private var stateByRule: ContactState {
    if hasUserID { return .customer }
    let names: [ExactText] = ["name", "firstName", "lastName"]
    let hasName = names.contains { properties[$0]?.value != nil }
    return isIdentified || hasName ? .lead : .visitor
  }
}
