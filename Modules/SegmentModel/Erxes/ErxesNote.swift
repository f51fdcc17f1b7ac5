/// What is told of a segment from erxes: something that means something else here, or why it is refused.
package struct ErxesNote: Sendable, Hashable {
  package enum Code: String, Sendable, CaseIterable {
    // What changes meaning.
    case wholeText, substring, numberText, wholeDay, timeZone, everyEvent, neverIncluded, birthday, yesNo
    case customField, foreignID, relatedCompany, relatedContact, brands, renamed
    // Why it is refused.
    case notASegment, unsupportedType, unknownCondition, unknownOperator, badValue, missingName, unsupportedPart
    case unknownReference, cycle, dependsOnRefused, invalid
  }

  /// Place in the exported document.
  package var pointer: JSONPointer
  package var code: Code
  /// A sentence for people.
  package var detail: String

  package init(_ pointer: JSONPointer, _ code: Code, _ detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }

  package var json: JSONValue {
    [
      "pointer": .string(pointer.description), "code": .string(code.rawValue), "detail": .string(detail),
    ]
  }
}

/// What one segment of an export became.
package struct ErxesTranslation: Sendable {
  package enum Result: Sendable {
    case draft(SegmentDraft)
    /// A part without a name, which stands within those that use it.
    case inlined
    case refused([ErxesNote])
  }

  package var segment: ErxesSegment
  package var result: Result
  /// What means something else than in erxes.
  package var changes: [ErxesNote]
}
