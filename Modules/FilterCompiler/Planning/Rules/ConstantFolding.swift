import SegmentModel

/// Conditions that hold for everyone or for nobody whatever the data, and what they decide around them: an "or" with
/// something and its complement, a range that is empty, a share of 0 or 100 percent.
package struct ConstantFolding: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode {
    switch node.mappingChildren(rewrite) {
    case .all(let nodes):
      let rest = nodes.filter { $0 != .everyone }
      return rest.contains(.nobody) || hasComplements(rest) ? .nobody : .joined(all: rest)
    case .any(let nodes):
      let rest = nodes.filter { $0 != .nobody }
      return rest.contains(.everyone) || hasComplements(rest) ? .everyone : .joined(any: rest)
    case .not(.everyone): return .nobody
    case .not(.nobody): return .everyone
    case .property(let key, let test): return test.isImpossible ? .nobody : .property(key, test)
    case .event(let test): return test.isImpossible ? .nobody : .event(test)
    case .related(let test): return test.isImpossible ? .nobody : .related(test)
    case .sample(let test):
      // The condition that a share is below 0, or below 1.
      return test.percent <= 0 ? .nobody : test.percent >= 100 ? .everyone : .sample(test)
    case let other: return other
    }
  }

  private func hasComplements(_ nodes: [PlanNode]) -> Bool {
    let negated = Set(nodes.compactMap { if case .not(let inner) = $0 { inner } else { nil } })
    return !negated.isEmpty && nodes.contains(where: negated.contains)
  }
}

extension ValueTest {
  /// No value whatever satisfies it.
  fileprivate var isImpossible: Bool {
    switch self {
    case .number(let test): test.isImpossible
    case .date(let test): if case .within(let range) = test.question { range.isImpossible } else { false }
    case .anyOf(let tests): tests.allSatisfy(\.isImpossible)
    case .isSet, .text, .boolean: false
    }
  }
}

extension ValueTest.NumberTest {
  fileprivate var isImpossible: Bool {
    switch self {
    case .isOneOf(let numbers): numbers.isEmpty
    case .range(let lower?, let upper?):
      lower.value > upper.value || lower.value == upper.value && !(lower.isIncluded && upper.isIncluded)
    case .range: false
    }
  }
}

extension TimeRange {
  /// Ends before it begins, at every now: only where both ends stand still can that be said.
  fileprivate var isImpossible: Bool {
    guard let lower, let upper, !isMoving else { return false }
    let anyTime = Instant(milliseconds: 0)
    return lower.instant(at: anyTime) > upper.instant(at: anyTime)
  }
}

extension EventTest {
  fileprivate var isImpossible: Bool {
    switch question {
    case .count(_, _, let within): events.where == .any([]) || within.isImpossible
    case .occurrence(let test): events.where == .any([]) || test.within.isImpossible
    case .aggregate, .periods: false
    }
  }
}

extension RelationTest {
  fileprivate var isImpossible: Bool { condition == .nobody }
}
