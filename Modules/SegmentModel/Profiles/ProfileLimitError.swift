/// A bound of the store that a message would pass; the message is rejected with this code.
package enum ProfileLimitError: String, Error, Sendable, CaseIterable {
  case tooManyPropertyNames, tooManyEventNames, tooManyAttributeNames, tooManyAttributes, tooManyIdentifiers
  case nameTooLong, recordTooLarge

  package static let maximumPropertyNames = 10_000
  package static let maximumEventNames = 10_000
  /// Over all events.
  package static let maximumAttributeNames = 50_000
  /// Bytes of UTF-8.
  package static let maximumNameBytes = 500
  /// Bytes of the values of one contact, company or event as they are stored, with their names' ids and times.
  package static let maximumRecordBytes = 256 << 10

  /// A sentence for the person who must act.
  package var detail: String {
    switch self {
    case .tooManyPropertyNames: "there are already \(Self.maximumPropertyNames) property names; send known ones"
    case .tooManyEventNames: "there are already \(Self.maximumEventNames) event names; put what varies into attributes"
    case .tooManyAttributeNames:
      "there are already \(Self.maximumAttributeNames) names of attributes; send known ones"
    case .tooManyAttributes: "an event has at most \(EventRecord.maximumAttributes) attributes"
    case .tooManyIdentifiers: "a contact has at most \(Identifier.maximumPerContact) identifiers"
    case .nameTooLong: "a name has at most \(Self.maximumNameBytes) bytes"
    case .recordTooLarge:
      "the values of one contact, company or event take at most \(Self.maximumRecordBytes) bytes together"
    }
  }
}
