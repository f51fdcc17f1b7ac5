package import SegmentModel

/// The nodes of one filter in words.
package struct FilterWords {
  /// A node's sentence, and whether it needs parentheses beside others.
  struct Phrase {
    var text: String
    var isGroup = false

    var beside: String { isGroup ? "(\(text))" : text }
  }

  let library: any SegmentLibrary
  let labels: [PropertyKey: String]
  /// Whose properties are meant.
  let isPeople: Bool
  let dates: DateWords

  /// The sentence of a node and all that is in it.
  package func sentence(of filter: Filter) -> String { phrase(filter).text }

  /// The sentence of a node of `where` or `having`.
  package func sentence(of filter: AttributeFilter) -> String { phrase(filter).text }

  func phrase(_ filter: Filter) -> Phrase {
    switch filter {
    case .all(let nodes): return group(nodes.map(phrase), "and", empty: everyone)
    case .any(let nodes): return group(nodes.map(phrase), "or", empty: nobody)
    case .not(let inner): return Phrase(text: negation(of: inner))
    case .property(let name, let condition): return Phrase(text: leaf(property(name), condition))
    case .tracked(let name, let condition): return Phrase(text: leaf(tracked(name), condition))
    case .event(let condition): return Phrase(text: event(condition))
    case .sequence(let condition): return Phrase(text: sequence(condition))
    case .segment(let id): return Phrase(text: "in \(segment(id))")
    case .list(let id): return Phrase(text: "on \(list(id))")
    case .company(let inner, let quantifier): return Phrase(text: company(inner, quantifier))
    case .contacts(let inner, let quantifier): return Phrase(text: contacts(inner, quantifier))
    case .contactCount(let inner, let count): return Phrase(text: contacts(inner, count))
    case .sample(let percent, let salt): return Phrase(text: "in \(sample(percent, salt))")
    }
  }

  /// In the words of the opposite where those say exactly that.
  private func negation(of filter: Filter) -> String {
    switch filter {
    case .all(let nodes) where nodes.isEmpty: return nobody
    case .property(let name, let condition):
      if let opposite = condition.opposite { return leaf(property(name), opposite) }
    case .tracked(let name, let condition):
      if let opposite = condition.opposite { return leaf(tracked(name), opposite) }
    case .event(var condition) where condition.asksForAnyEvent:
      condition.count = .exactly(0)
      return event(condition)
    case .segment(let id): return "not in \(segment(id))"
    case .list(let id): return "not on \(list(id))"
    case .sample(let percent, let salt): return "not in \(sample(percent, salt))"
    default: break
    }
    return "not (\(phrase(filter).text))"
  }

  func phrase(_ filter: AttributeFilter) -> Phrase {
    switch filter {
    case .all(let nodes): return group(nodes.map(phrase), "and", empty: "anything")
    case .any(let nodes): return group(nodes.map(phrase), "or", empty: "nothing")
    case .attribute(let name, let condition): return Phrase(text: leaf(attribute(name), condition))
    case .not(.attribute(let name, let condition)):
      if let opposite = condition.opposite { return Phrase(text: leaf(attribute(name), opposite)) }
      return Phrase(text: "not (\(leaf(attribute(name), condition)))")
    case .not(let inner): return Phrase(text: "not (\(phrase(inner).text))")
    }
  }

  /// A group of one is that one.
  private func group(_ phrases: [Phrase], _ word: String, empty: String) -> Phrase {
    switch phrases.count {
    case 0: Phrase(text: empty)
    case 1: phrases[0]
    default: Phrase(text: phrases.map(\.beside).joined(separator: ", \(word) "), isGroup: true)
    }
  }

  private var everyone: String { isPeople ? "everyone" : "every company" }
  private var nobody: String { isPeople ? "nobody" : "no company" }
}

extension Condition {
  /// The condition that holds exactly where this one does not, if an operator says it.
  fileprivate var opposite: Condition? {
    let positive = self.operator.definition.complements
    let found = positive ?? Operator.allCases.first { $0.definition.complements == self.operator }
    return found.map { Condition($0, operand) }
  }
}

extension EventCondition {
  /// Whether it is "did it", with nothing else asked.
  fileprivate var asksForAnyEvent: Bool {
    (count == nil || count == .atLeast(1)) && aggregate == nil && occurrence == nil && periods == nil
  }
}
