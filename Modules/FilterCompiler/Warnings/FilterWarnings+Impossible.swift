import SegmentModel

/// What can never hold. Only what is certain is told.
extension FilterWarnings {
  mutating func lookAtValue(of key: PropertyKey, _ condition: Condition, _ pointer: JSONPointer) {
    lookAtRange(condition, pointer)
    guard key == PropertyKey(.contact, "state") else { return }
    let words: [Scalar]
    switch (condition.operator, condition.operand) {
    case (.equals, .scalar(let scalar)): words = [scalar]
    case (.in, .scalars(let scalars)): words = scalars
    default: return
    }
    let states = Set(ContactState.allCases.map(\.rawValue))
    let isPossible = words.contains { if case .text(let text) = $0 { states.contains(text.folded) } else { false } }
    if !isPossible {
      warn(pointer.appending("value"), .neverHolds, "\"state\" is visitor, lead or customer: this can never hold")
    }
  }

  /// `between` whose low end is above its high end.
  mutating func lookAtRange(_ condition: Condition, _ pointer: JSONPointer) {
    let isEmpty =
      switch condition.operand {
      case .numbers(let low, let high): low > high
      // An end that moves may come to lie on the other side.
      case .dates(let low, let high):
        !low.movesWithNow && !high.movesWithNow
          && low.span(at: now, in: zone).first > high.span(at: now, in: zone).last
      default: false
      }
    if isEmpty {
      warn(pointer.appending("value"), .neverHolds, "the low end is above the high end: this can never hold")
    }
  }

  /// A time in which no event counts.
  mutating func lookAtWindow(_ window: Window?, _ pointer: JSONPointer) {
    guard case .range(let from?, let to) = window else { return }
    let first = from.span(at: now, in: zone).first
    if from.movesWithNow { return }
    if let to, !to.movesWithNow, to.span(at: now, in: zone).last < first {
      warn(pointer, .neverHolds, "this time ends before it begins: no event can be in it")
    } else if first > now {
      warn(pointer.appending("from"), .notYet, "this time has not begun yet, and events that lie ahead do not count")
    }
  }

  // MARK: Conditions that exclude each other

  /// Conditions on one property that are compared with each other, the first.
  private static let comparedLeaves = 20
  /// Values of a list that is compared.
  fileprivate static let comparedValues = 100

  private struct Leaf {
    var key: PropertyKey
    var condition: Condition
    var pointer: JSONPointer
  }

  /// Conditions on one property, all of which are to hold.
  mutating func lookForConflicts(_ nodes: [Filter], _ pointer: JSONPointer, isPeople: Bool) throws {
    let leaves = Self.leaves(nodes, pointer, isPeople: isPeople)
    for (_, same) in Dictionary(grouping: leaves, by: \.key).sorted(by: { $0.key < $1.key }) where same.count > 1 {
      let isOneValue = try hasOneValue(same[0].key)
      for (index, leaf) in same.prefix(Self.comparedLeaves).enumerated() {
        guard
          let other = same[..<index].first(where: { excludes($0.condition, leaf.condition, isOneValue: isOneValue) })
        else { continue }
        warn(
          leaf.pointer, .neverHolds,
          "what is asked of \"\(leaf.key.name)\" here and at \(other.pointer) never holds of one and the same")
      }
    }
  }

  private static func leaves(_ nodes: [Filter], _ pointer: JSONPointer, isPeople: Bool) -> [Leaf] {
    nodes.enumerated().flatMap { index, node -> [Leaf] in
      let place = pointer.appending(index)
      switch node {
      case .property(let name, let condition):
        let key = PropertyKey(isPeople ? .contact : .company, BasicProperty.resolvingAlias(name))
        return [Leaf(key: key, condition: condition, pointer: place)]
      case .tracked(let name, let condition):
        return [Leaf(key: PropertyKey(.tracked, name), condition: condition, pointer: place)]
      default: return []
      }
    }
  }

  /// Whether nobody has a list, of which one element could hold the one and another the other.
  private mutating func hasOneValue(_ key: PropertyKey) throws -> Bool {
    if key.space == .contact, BasicProperty.keptByRules.contains(key.name) { return true }
    guard let facts = try propertyFacts(key), facts.holders > 0 else { return false }
    return !facts.types.contains(.list)
  }

  private func excludes(_ one: Condition, _ other: Condition, isOneValue: Bool) -> Bool {
    if one.operator.definition.complements == other.operator || other.operator.definition.complements == one.operator {
      return one.operand == other.operand
    }
    guard isOneValue else { return false }
    if let texts = one.equalTexts, let others = other.equalTexts { return texts.isDisjoint(with: others) }
    if let range = one.numberRange, let other = other.numberRange { return !range.overlaps(other) }
    if let range = dateRange(one), let other = dateRange(other) { return !range.overlaps(other) }
    return (one.operator == .isTrue && other.operator == .isFalse)
      || (one.operator == .isFalse && other.operator == .isTrue)
  }

  /// Epoch milliseconds; nil for what does not lie in a row, or moves.
  private func dateRange(_ condition: Condition) -> ClosedRange<Double>? {
    func range(_ first: Instant?, _ last: Instant?) -> ClosedRange<Double>? {
      let (low, high) = (first.map { Double($0.milliseconds) }, last.map { Double($0.milliseconds) })
      let bounds = (low ?? -.infinity, high ?? .infinity)
      return bounds.0 <= bounds.1 ? bounds.0...bounds.1 : nil
    }
    guard case .date(let expression) = condition.operand, !expression.movesWithNow else { return nil }
    let span = expression.span(at: now, in: zone)
    return switch condition.operator {
    case .before: range(nil, span.first.advanced(milliseconds: -1))
    case .after: range(span.last.advanced(milliseconds: 1), nil)
    case .onOrBefore, .dateRelativeLessThan: range(nil, span.last)
    case .onOrAfter, .dateRelativeGreaterThan: range(span.first, nil)
    case .on: range(span.first, span.last)
    default: nil
    }
  }
}

extension Condition {
  /// The texts one of which a single value must equal.
  fileprivate var equalTexts: Set<[UInt8]>? {
    let scalars: [Scalar]
    switch (self.operator, operand) {
    case (.equals, .scalar(let scalar)): scalars = [scalar]
    case (.in, .scalars(let all)): scalars = all
    default: return nil
    }
    guard scalars.count <= FilterWarnings.comparedValues else { return nil }
    var texts: Set<[UInt8]> = []
    for scalar in scalars {
      guard case .text(let text) = scalar else { return nil }
      texts.insert(Array(text.folded.utf8))
    }
    return texts
  }

  /// The numbers that hold; an end that is left out is moved to the next double.
  fileprivate var numberRange: ClosedRange<Double>? {
    switch (self.operator, operand) {
    case (.equals, .scalar(.number(let number))): number...number
    case (.greaterThan, .number(let number)): number.nextUp...Double.infinity
    case (.greaterOrEqual, .number(let number)): number...Double.infinity
    case (.lessThan, .number(let number)): -Double.infinity...number.nextDown
    case (.lessOrEqual, .number(let number)): -Double.infinity...number
    case (.between, .numbers(let low, let high)): low <= high ? low...high : nil
    default: nil
    }
  }
}

extension DateExpression {
  fileprivate var movesWithNow: Bool { if case .math = self { true } else { false } }
}
