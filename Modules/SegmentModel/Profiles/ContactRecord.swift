/// A contact as stored, whole.
///
/// Row ids are places in every bitmap and column: never reused, a space of their own for contacts and companies.
package struct ContactRecord: Sendable, Equatable {
  /// 0 before it is stored.
  package var id: Int64
  /// `con_…`; empty before it is stored.
  package var publicID: String
  package var state: ContactState
  package var createdAt: Instant
  /// The latest property write.
  package var modifiedAt: Instant?
  /// The latest event.
  package var lastSeenAt: Instant?
  package var sessionCount: Int
  /// Basic and custom properties by name, exactly as sent, but for those above: of these only the time at which a
  /// trusted writer declared one is here, as a write without a value.
  package var properties: [ExactText: StoredValue]
  /// Tracked properties, a name space of its own.
  package var tracked: [ExactText: StoredValue]
  package var identifiers: [Identifier]

  package init(
    id: Int64 = 0, publicID: String = "", state: ContactState = .visitor, createdAt: Instant,
    modifiedAt: Instant? = nil, lastSeenAt: Instant? = nil, sessionCount: Int = 0,
    properties: [ExactText: StoredValue] = [:], tracked: [ExactText: StoredValue] = [:], identifiers: [Identifier] = []
  ) {
    self.id = id
    self.publicID = publicID
    self.state = state
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
    self.lastSeenAt = lastSeenAt
    self.sessionCount = sessionCount
    self.properties = properties
    self.tracked = tracked
    self.identifiers = identifiers
  }
}
