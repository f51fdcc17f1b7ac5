/// The one table of operators, which parser, compiler, command line and documents read.
/// Source: filter-language, "Operators".
extension Operator {
  package var definition: OperatorDefinition { Self.table(self) }

  /// A new operator has no row until it stands here, and nothing builds until it has.
  private static func table(_ operator: Operator) -> OperatorDefinition {
    typealias Row = OperatorDefinition
    return switch `operator` {
    case .equals: Row("equals", .byValue, .scalar, erxes: ["e", "numbere"])
    case .notEquals:
      Row("is not equal to", .byValue, .scalar, missing: true, erxes: ["dne", "numberdne"], complements: .equals)
    case .in: Row("is any of", .byValue, .scalars)
    case .notIn: Row("is none of", .byValue, .scalars, missing: true, complements: .in)
    case .contains: Row("contains", .text, .text, erxes: ["c"])
    case .notContains: Row("does not contain", .text, .text, missing: true, erxes: ["dnc"], complements: .contains)
    case .startsWith: Row("starts with", .text, .text)
    case .endsWith: Row("ends with", .text, .text)
    case .isSet: Row("is set", .any, .none, erxes: ["is", "dateis"])
    case .isNotSet: Row("is not set", .any, .none, missing: true, erxes: ["ins", "dateins"], complements: .isSet)
    case .isTrue: Row("is true", .boolean, .none, erxes: ["it"])
    case .isFalse: Row("is false", .boolean, .none, erxes: ["if"])
    case .greaterThan: Row("is greater than", .number, .number)
    case .lessThan: Row("is less than", .number, .number)
    case .greaterOrEqual: Row("is at least", .number, .number, erxes: ["numberigt", "igt"])
    case .lessOrEqual: Row("is at most", .number, .number, erxes: ["numberilt", "ilt"])
    case .between: Row("is between", .byValue, .range)
    case .before: Row("is before", .date, .date)
    case .after: Row("is after", .date, .date)
    case .onOrBefore: Row("is on or before", .date, .date, erxes: ["dateilt"])
    case .onOrAfter: Row("is on or after", .date, .date, erxes: ["dateigt"])
    case .on: Row("is on", .date, .date)
    case .dateRelativeLessThan: Row("date relative less than", .date, .date, erxes: ["drlt"])
    case .dateRelativeGreaterThan: Row("date relative greater than", .date, .date, erxes: ["drgt"])
    case .willOccurBeforeNthMinute: Row("will occur before on following n-th minute", .date, .nth, erxes: ["wobm"])
    case .willOccurBeforeNthDay: Row("will occur before on following n-th day", .date, .nth, erxes: ["wobd"])
    case .willOccurAfterNthMinute: Row("will occur after on following n-th minute", .date, .nth, erxes: ["woam"])
    case .willOccurAfterNthDay: Row("will occur after on following n-th day", .date, .nth, erxes: ["woad"])
    case .inTheLast: Row("in the last", .date, .duration)
    case .inTheNext: Row("in the next", .date, .duration)
    case .anniversary: Row("has its anniversary on", .date, .date)
    }
  }

  /// The operator that an exported erxes segment names by this code.
  package init?(erxesCode: String) {
    guard let found = Self.allCases.first(where: { $0.definition.erxesCodes.contains(erxesCode) }) else { return nil }
    self = found
  }
}
