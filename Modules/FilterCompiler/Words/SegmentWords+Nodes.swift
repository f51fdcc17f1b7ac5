package import SegmentModel

/// The sentence of each node, for explanations.
extension SegmentWords {
  /// By the place in the definition: nodes of the filter, of relations, of `where`, `having` and steps.
  package func nodeSentences(of definition: SegmentDefinition) -> [JSONPointer: String] {
    var sentences: [JSONPointer: String] = [:]
    filterWords(of: definition).collect(definition.filter, JSONPointer.root.appending("filter"), into: &sentences)
    return sentences
  }
}

extension FilterWords {
  fileprivate func collect(_ filter: Filter, _ pointer: JSONPointer, into sentences: inout [JSONPointer: String]) {
    sentences[pointer] = sentence(of: filter)
    switch filter {
    case .all(let nodes): collect(nodes, pointer.appending("all"), into: &sentences)
    case .any(let nodes): collect(nodes, pointer.appending("any"), into: &sentences)
    case .not(let inner): collect(inner, pointer.appending("not"), into: &sentences)
    case .event(let condition):
      collect(condition.where, pointer.appending("where"), into: &sentences)
      collect(condition.having, pointer.appending("having"), into: &sentences)
    case .sequence(let sequence):
      for (index, step) in sequence.steps.enumerated() {
        let place = pointer.appending("sequence").appending(index)
        collect(step.where, (step.isNegated ? place.appending("not") : place).appending("where"), into: &sentences)
      }
    case .company(let inner, _):
      words(isPeople: false).collect(inner, pointer.appending("company"), into: &sentences)
    case .contacts(let inner, _), .contactCount(let inner, _):
      words(isPeople: true).collect(inner, pointer.appending("contacts"), into: &sentences)
    case .property, .tracked, .segment, .list, .sample: break
    }
  }

  private func collect(_ nodes: [Filter], _ pointer: JSONPointer, into sentences: inout [JSONPointer: String]) {
    for (index, node) in nodes.enumerated() { collect(node, pointer.appending(index), into: &sentences) }
  }

  private func collect(
    _ filter: AttributeFilter, _ pointer: JSONPointer, into sentences: inout [JSONPointer: String]
  ) {
    if filter == .everything { return }
    sentences[pointer] = sentence(of: filter)
    switch filter {
    case .all(let nodes):
      for (index, node) in nodes.enumerated() {
        collect(node, pointer.appending("all").appending(index), into: &sentences)
      }
    case .any(let nodes):
      for (index, node) in nodes.enumerated() {
        collect(node, pointer.appending("any").appending(index), into: &sentences)
      }
    case .not(let inner): collect(inner, pointer.appending("not"), into: &sentences)
    case .attribute: break
    }
  }
}
