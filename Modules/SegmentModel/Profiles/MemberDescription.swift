/// A contact or company as messages and lists of changes name it.
package struct MemberDescription: Sendable, Equatable {
  package struct Identity: Sendable, Equatable {
    /// `userId`, `email`, …, `groupId`.
    package var type: String
    package var value: String

    package init(type: String, value: String) {
      self.type = type
      self.value = value
    }
  }

  package var publicID: String
  /// The strongest first.
  package var identities: [Identity]
  /// Those that were asked for and are set, in the order asked for.
  package var properties: [NamedValue]

  package init(publicID: String, identities: [Identity], properties: [NamedValue]) {
    self.publicID = publicID
    self.identities = identities
    self.properties = properties
  }
}
