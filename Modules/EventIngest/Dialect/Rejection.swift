package import SegmentModel

/// Why one message is not taken, or what of a taken one was not done.
package struct Rejection: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    /// The text of one message of a batch cannot be read.
    case unreadable
    case notAnObject, unknownType, messageTooLarge, wrongType, valueTooLong
    case badIdentifier, noIdentifier, suppressed
    case badMessageID, badTimestamp
    case missingEvent, missingGroupID, missingPreviousID
    /// A browser source asked for what only a server source may do.
    case serverSourceNeeded
    case proofRequired, badProof
    /// An identifier stays with the contact that has it.
    case identifierClash
    /// A change of a property has a value that it cannot have, or is of a kind that is not known here.
    case badOperand, unknownOperation
    /// The property follows from the messages, and cannot be changed so.
    case keptByRules
    /// The property as it stands cannot be changed so.
    case notANumber, listTooLong
    /// The message bears another write key than the first of its request.
    case otherKey
    /// Of a file to import.
    case badRow, badCompany, unknownCompany
  }

  /// Stable, for programs.
  package var code: String
  /// A sentence for the person who must act.
  package var message: String
  /// What of the message it is about; the whole where nothing closer is known.
  package var pointer = JSONPointer.root

  /// - Parameter path: to what of the message it is about, by the names of members; nil among them is none.
  package init(_ code: Code, _ message: String, at path: String?...) {
    self.code = code.rawValue
    self.message = message
    pointer = path.compactMap(\.self).reduce(.root) { $0.appending($1) }
  }

  package init(_ limit: ProfileLimitError) {
    code = limit.rawValue
    message = limit.detail
  }

  /// Of what was not done of a message that was taken.
  static let codesOfWarnings: Set<String> = Set(
    [Code.identifierClash, .notANumber, .listTooLong].map(\.rawValue) + [ProfileLimitError.tooManyIdentifiers.rawValue])

  /// - Parameter name: of the property or attribute.
  package static func tooLong(_ name: String) -> Rejection {
    Rejection(.valueTooLong, "the string of \"\(name)\" is over \(Value.maximumTextBytes) bytes")
  }
}
