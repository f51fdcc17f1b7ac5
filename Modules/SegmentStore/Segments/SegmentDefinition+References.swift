package import SegmentModel

extension SegmentDefinition {
  /// Ids of the segments that it names itself: its parent and those in `segment` nodes.
  package var directReferences: Set<String> {
    filter.directReferences.union([parent].compactMap(\.self))
  }

  /// Ids of the lists that it names itself.
  package var listReferences: Set<String> { filter.listReferences }
}

extension Filter {
  fileprivate var directReferences: Set<String> {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.reduce(into: []) { $0.formUnion($1.directReferences) }
    case .not(let inner), .company(let inner, _), .contacts(let inner, _), .contactCount(let inner, _):
      inner.directReferences
    case .segment(let id): [id]
    case .property, .tracked, .event, .sequence, .list, .sample: []
    }
  }

  fileprivate var listReferences: Set<String> {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.reduce(into: []) { $0.formUnion($1.listReferences) }
    case .not(let inner), .company(let inner, _), .contacts(let inner, _), .contactCount(let inner, _):
      inner.listReferences
    case .list(let id): [id]
    case .property, .tracked, .event, .sequence, .segment, .sample: []
    }
  }
}
