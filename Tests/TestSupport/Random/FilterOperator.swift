/// The operators of the filter language, as the generator knows them. A list of its own, so that an operator which the
/// product forgets is missed.
package enum FilterOperator: String, Sendable, CaseIterable {
  case equals, notEquals, `in`, notIn
  case contains, notContains, startsWith, endsWith
  case isSet, isNotSet, isTrue, isFalse
  case greaterThan, lessThan, greaterOrEqual, lessOrEqual, between
  case before, after, onOrBefore, onOrAfter, on, dateRelativeLessThan, dateRelativeGreaterThan
  case willOccurBeforeNthMinute, willOccurBeforeNthDay, willOccurAfterNthMinute, willOccurAfterNthDay
  case inTheLast, inTheNext, anniversary

  /// What a value must have for the operator to say something of it.
  enum View { case any, text, number, date, boolean }

  var view: View {
    switch self {
    case .equals, .notEquals, .in, .notIn, .isSet, .isNotSet: .any
    case .contains, .notContains, .startsWith, .endsWith: .text
    case .isTrue, .isFalse: .boolean
    case .greaterThan, .lessThan, .greaterOrEqual, .lessOrEqual, .between: .number
    case .before, .after, .onOrBefore, .onOrAfter, .on, .dateRelativeLessThan, .dateRelativeGreaterThan,
      .willOccurBeforeNthMinute, .willOccurBeforeNthDay, .willOccurAfterNthMinute, .willOccurAfterNthDay,
      .inTheLast, .inTheNext, .anniversary:
      .date
    }
  }
}
