/// Something that a contact did, at an instant.
package struct EventRecord: Sendable, Equatable {
  /// Bound of attributes an event.
  package static let maximumAttributes = 500

  /// Rising in the order of arrival; 0 before it is stored.
  package var id: Int64
  /// Row id of the contact that its identity resolves to now.
  package var contact: Int64
  package var name: String
  package var time: Instant
  package var receivedAt: Instant
  /// Row id of the source; nil for an import or the API.
  package var source: Int64?
  package var attributes: [NamedValue]

  package init(
    id: Int64 = 0, contact: Int64, name: String, time: Instant, receivedAt: Instant, source: Int64? = nil,
    attributes: [NamedValue] = []
  ) {
    self.id = id
    self.contact = contact
    self.name = name
    self.time = time
    self.receivedAt = receivedAt
    self.source = source
    self.attributes = attributes
  }
}
