package import SegmentModel

/// What is worth a second look in a filter that is valid. A segment may come before its first event, so that none of
/// this is an error; more often it is a slip.
package struct FilterWarning: Sendable, Hashable {
  package enum Code: String, Sendable, CaseIterable {
    /// Nobody has a property of this name; no event bears it, or has such an attribute.
    case unknownProperty, unknownTracked, unknownEvent, unknownAttribute
    /// The values that were seen are not of the kind that the operator compares.
    case typeMismatch
    case neverHolds
    /// Does not hold before an instant that lies ahead.
    case notYet
  }

  /// Place in the definition.
  package var pointer: JSONPointer
  package var code: Code
  /// A sentence for people.
  package var detail: String

  package init(_ pointer: JSONPointer, _ code: Code, _ detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }

  /// Of nodes whose plan holds for nobody, whoever the people are.
  package static func neverHolding(_ pointers: some Sequence<JSONPointer>) -> [FilterWarning] {
    pointers.map { FilterWarning($0, .neverHolds, "this can never hold, whatever anybody has or does") }
  }

  package var json: JSONValue {
    ["pointer": .string(pointer.description), "code": .string(code.rawValue), "detail": .string(detail)]
  }
}
