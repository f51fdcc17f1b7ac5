/// A company as stored, whole.
package struct CompanyRecord: Sendable, Equatable {
  /// 0 before it is stored.
  package var id: Int64
  /// `com_…`; empty before it is stored.
  package var publicID: String
  package var createdAt: Instant
  package var modifiedAt: Instant?
  package var properties: [ExactText: StoredValue]
  /// What `group` messages call it.
  package var groupIDs: [String]

  package init(
    id: Int64 = 0, publicID: String = "", createdAt: Instant, modifiedAt: Instant? = nil,
    properties: [ExactText: StoredValue] = [:], groupIDs: [String] = []
  ) {
    self.id = id
    self.publicID = publicID
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
    self.properties = properties
    self.groupIDs = groupIDs
  }
}
