import SegmentModel

/// "Or" between equalities on one property becomes one look into a set. ("And" can not be merged likewise: of a list,
/// one element may satisfy one condition and another the other.)
package struct ValueSetMerging: PlanRule {
  package init() {}

  package func rewrite(_ node: PlanNode) -> PlanNode {
    let rewritten = node.mappingChildren(rewrite)
    guard case .any(let nodes) = rewritten else { return rewritten }
    var merged: [PlanNode] = []
    var sets: [SetPlace: [ValueTest]] = [:]
    var places: [SetPlace: Int] = [:]
    for node in nodes {
      guard case .property(let key, let test) = node, let place = SetPlace(key, test) else {
        merged.append(node)
        continue
      }
      sets[place, default: []].append(test)
      if places[place] == nil {
        places[place] = merged.count
        merged.append(node)
      }
    }
    for (place, index) in places {
      if let tests = sets[place], tests.count > 1 { merged[index] = .property(place.key, .united(tests)) }
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
  /// One set of all the values, each once, in their order.
  fileprivate static func united(_ tests: [ValueTest]) -> ValueTest {
    var texts: [ExactText] = []
    var numbers: [Double] = []
    for test in tests {
      switch test {
      case .text(.isOneOf(let more)): texts += more
      case .number(.isOneOf(let more)): numbers += more
      default: break
      }
    }
    return texts.isEmpty ? .number(.isOneOf(distinct(numbers))) : .text(.isOneOf(distinct(texts)))
  }

  private static func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { seen.insert($0).inserted }
  }
}
