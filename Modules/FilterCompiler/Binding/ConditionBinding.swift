import SegmentModel

/// A condition as understood: a positive test, or its complement.
package struct BoundCondition: Sendable, Hashable {
  package var test: ValueTest
  package var isComplement: Bool
}

extension Condition {
  /// - Parameters:
  ///   - zone: of the segment that the condition stands in.
  ///   - unit: how numbers of this property are dates, if they are.
  func bound(in zone: Zone, unit: DateUnit?) -> BoundCondition {
    BoundCondition(test: test(in: zone, unit: unit), isComplement: self.operator.definition.complements != nil)
  }

  private func test(in zone: Zone, unit: DateUnit?) -> ValueTest {
    func date(_ lower: TimeBound?, _ upper: TimeBound?) -> ValueTest {
      .date(.init(.within(TimeRange(lower: lower, upper: upper)), zone: zone, unit: unit))
    }
    func bound(_ expression: DateExpression, _ edge: TimeBound.Edge, _ shift: Int64 = 0) -> TimeBound {
      TimeBound(expression, edge, shift: shift, in: zone)
    }
    switch operand {
    case .none:
      switch self.operator {
      case .isTrue: return .boolean(true)
      case .isFalse: return .boolean(false)
      default: return .isSet
      }
    case .scalar(let scalar): return Self.isOneOf([scalar])
    case .scalars(let scalars): return Self.isOneOf(scalars)
    case .text(let text): return .text(textTest(ExactText(text.folded)))
    case .number(let number): return .number(self.operator.numberTest(number))
    case .numbers(let low, let high): return .number(.between(low, high))
    case .dates(let low, let high): return date(bound(low, .first), bound(high, .last))
    case .date(let expression):
      switch self.operator {
      case .before: return date(nil, bound(expression, .first, -1))
      case .after: return date(bound(expression, .last, 1), nil)
      case .onOrBefore, .dateRelativeLessThan: return date(nil, bound(expression, .last))
      case .onOrAfter, .dateRelativeGreaterThan: return date(bound(expression, .first), nil)
      case .anniversary: return .date(.init(.anniversary(expression), zone: zone, unit: unit))
      default: return date(bound(expression, .first), bound(expression, .last))
      }
    case .nth(let n):
      let day = nthUnit(n)
      return date(bound(day, .first), bound(day, .last))
    case .duration(let duration):
      return self.operator == .inTheLast
        ? date(.now(shiftedBy: -duration.milliseconds), .now(shiftedBy: 0))
        : date(.now(shiftedBy: 0), .now(shiftedBy: duration.milliseconds))
    }
  }

  /// The single minute or day that is N ahead or past.
  private func nthUnit(_ n: Int) -> DateExpression {
    switch self.operator {
    case .willOccurBeforeNthMinute: .math(DateMath(terms: [.init(n, .minute)], rounding: .minute))
    case .willOccurBeforeNthDay: .math(DateMath(terms: [.init(n, .day)], rounding: .day))
    case .willOccurAfterNthMinute: .math(DateMath(terms: [.init(-n, .minute)], rounding: .minute))
    default: .math(DateMath(terms: [.init(-n, .day)], rounding: .day))
    }
  }

  private func textTest(_ text: ExactText) -> ValueTest.TextTest {
    switch self.operator {
    case .startsWith: .hasPrefix(text)
    case .endsWith: .hasSuffix(text)
    default: .contains(text)
    }
  }

  /// Each value by its JSON type: strings against the text view, numbers against the number view.
  private static func isOneOf(_ scalars: [Scalar]) -> ValueTest {
    var texts: [ExactText] = []
    var numbers: [Double] = []
    var tests: [ValueTest] = []
    for scalar in scalars {
      switch scalar {
      case .text(let text): texts.append(ExactText(text.folded))
      case .number(let number): numbers.append(number)
      case .boolean(let boolean): if !tests.contains(.boolean(boolean)) { tests.append(.boolean(boolean)) }
      }
    }
    if !numbers.isEmpty { tests.insert(.number(.isOneOf(numbers)), at: 0) }
    if !texts.isEmpty { tests.insert(.text(.isOneOf(texts)), at: 0) }
    return tests.count == 1 ? tests[0] : .anyOf(tests)
  }
}

extension Operator {
  /// What a comparison with one number asks.
  func numberTest(_ number: Double) -> ValueTest.NumberTest {
    switch self {
    case .greaterThan: .range(lower: .init(number, isIncluded: false), upper: nil)
    case .lessThan: .range(lower: nil, upper: .init(number, isIncluded: false))
    case .greaterOrEqual: .range(lower: .init(number, isIncluded: true), upper: nil)
    case .lessOrEqual: .range(lower: nil, upper: .init(number, isIncluded: true))
    default: .isOneOf([number])
    }
  }
}

extension ValueTest.NumberTest {
  static func between(_ low: Double, _ high: Double) -> Self {
    .range(lower: .init(low, isIncluded: true), upper: .init(high, isIncluded: true))
  }
}
