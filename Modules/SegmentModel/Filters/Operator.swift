/// What a leaf asks of a value; the raw value is the word of the filter language.
///
/// All that is known of an operator stands in `OperatorTable.swift`.
package enum Operator: String, Sendable, CaseIterable {
  case equals, notEquals, `in`, notIn
  case contains, notContains, startsWith, endsWith
  case isSet, isNotSet, isTrue, isFalse
  case greaterThan, lessThan, greaterOrEqual, lessOrEqual, between
  case before, after, onOrBefore, onOrAfter, on
  case dateRelativeLessThan, dateRelativeGreaterThan
  case willOccurBeforeNthMinute, willOccurBeforeNthDay, willOccurAfterNthMinute, willOccurAfterNthDay
  case inTheLast, inTheNext, anniversary
}

/// One row of the operator table.
package struct OperatorDefinition: Sendable {
  /// Through which view a value is looked at.
  package enum View: String, Sendable {
    case text, number, date, boolean
    /// Any stored value.
    case any
    /// The one that the JSON type of the filter's value names.
    case byValue = "by value"
  }

  /// The shape of the filter's value.
  package enum ValueShape: String, Sendable {
    case none = "none"
    case scalar = "string, number, boolean"
    case scalars = "list, not empty"
    case text = "string, not empty"
    case number = "number"
    case range = "[low, high], numbers or dates"
    case date = "date"
    case nth = "whole N, 0 to 100,000"
    case duration = "duration"
  }

  /// What people read.
  package let label: String
  package let view: View
  package let shape: ValueShape
  /// The result where the view does not exist.
  package let whenMissing: Bool
  /// The codes that segments exported from erxes carry.
  package let erxesCodes: [String]
  /// The positive operator whose complement this is.
  package let complements: Operator?

  init(
    _ label: String, _ view: View, _ shape: ValueShape, missing: Bool = false, erxes: [String] = [],
    complements: Operator? = nil
  ) {
    self.label = label
    self.view = view
    self.shape = shape
    whenMissing = missing
    erxesCodes = erxes
    self.complements = complements
  }
}
