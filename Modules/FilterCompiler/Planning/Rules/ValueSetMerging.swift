import SegmentModel

/// "Or" between equalities on one property becomes one look into a set. ("And" can not be merged likewise: of a list,
/// one element may satisfy one condition and another the other.)
package struct ValueSetMerging: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode {
    let rewritten = node.mappingChildren(rewrite)
    guard case .any(let nodes) = rewritten else { return rewritten }
    var merged: [PlanNode] = []
    var places: [SetPlace: Int] = [:]
    for node in nodes {
      guard case .property(let key, let test) = node, let place = SetPlace(key, test) else {
        merged.append(node)
        continue
      }
      if let index = places[place], case .property(_, let before) = merged[index] {
        merged[index] = .property(key, before.united(with: test))
      } else {
        places[place] = merged.count
        merged.append(node)
      }
    }
    return .joined(any: merged)
  }

  /// What sets must have in common to be one.
  private struct SetPlace: Hashable {
    var key: PropertyKey
    var isText: Bool

    init?(_ key: PropertyKey, _ test: ValueTest) {
      self.key = key
      switch test {
      case .text(.isOneOf): isText = true
      case .number(.isOneOf): isText = false
      default: return nil
      }
    }
  }
}

extension ValueTest {
  fileprivate func united(with other: ValueTest) -> ValueTest {
    switch (self, other) {
    case (.text(.isOneOf(let left)), .text(.isOneOf(let right))):
      .text(.isOneOf(left + right.filter { !left.contains($0) }))
    case (.number(.isOneOf(let left)), .number(.isOneOf(let right))):
      .number(.isOneOf(left + right.filter { !left.contains($0) }))
    default: self
    }
  }
}
