/// One mistake in what somebody sent: where it is, what is wrong and how to mend it.
package struct InputError: Error, Equatable, Sendable {
  /// Place in the body, from its root.
  package var pointer: JSONPointer
  /// Stable, for programs: `unknownKey`, `wrongType`, …
  package var code: InputErrorCode
  /// A sentence for people.
  package var detail: String

  package init(_ pointer: JSONPointer, _ code: InputErrorCode, _ detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }
}

package enum InputErrorCode: String, Sendable, CaseIterable {
  case missingKey, unknownKey, duplicateKey, wrongType, emptyValue, badValue, outOfRange, tooLong, tooMany, tooDeep
  case unknownOperator, unknownNode, unexpectedValue, conflictingKeys, notAllowedHere, notSupported
  case unknownSegment, unknownList, unknownContact, unknownTimeZone, cycle, nameTaken, contentTypeMismatch
  case badJSON
}

/// Every mistake of one input, in the order of the text.
package struct InvalidInput: Error, Equatable, Sendable {
  package var errors: [InputError]

  package init(_ errors: [InputError]) {
    self.errors = errors
  }
}
