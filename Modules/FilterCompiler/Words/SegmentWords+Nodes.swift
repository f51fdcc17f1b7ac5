package import SegmentModel

extension SegmentWords {
  /// The sentence of each node of a definition's filter, by its place in the definition.
  package func nodeSentences(of definition: SegmentDefinition) -> [JSONPointer: String] {
    var sentences: [JSONPointer: String] = [:]
    filterWords(of: definition)
      .collect(definition.filter, at: JSONPointer.root.appending("filter"), into: &sentences)
    return sentences
  }
}

extension FilterWords {
  fileprivate func collect(_ filter: Filter, at pointer: JSONPointer, into sentences: inout [JSONPointer: String]) {
    sentences[pointer] = sentence(of: filter)
    switch filter {
    case .all(let nodes), .any(let nodes):
      let key = if case .all = filter { "all" } else { "any" }
      for (index, node) in nodes.enumerated() {
        collect(node, at: pointer.appending(key).appending(index), into: &sentences)
      }
    case .not(let inner): collect(inner, at: pointer.appending("not"), into: &sentences)
    case .company(let inner, _):
      others.collect(inner, at: pointer.appending("company"), into: &sentences)
    case .contacts(let inner, _), .contactCount(let inner, _):
      others.collect(inner, at: pointer.appending("contacts"), into: &sentences)
    case .property, .tracked, .event, .sequence, .segment, .list, .sample: break
    }
  }

  /// Of those at the other end of a relation.
  private var others: FilterWords {
    FilterWords(library: library, labels: labels, isPeople: !isPeople, dates: dates)
  }
}
