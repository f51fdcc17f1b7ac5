import SegmentModel

/// A node of a filter with its place.
struct FilterNode: Sendable {
  var pointer: JSONPointer
  var filter: Filter

  /// The filter itself and every node inside it, outermost first.
  static func all(in filter: Filter, at pointer: JSONPointer) -> [FilterNode] {
    let node = FilterNode(pointer: pointer, filter: filter)
    switch filter {
    case .all(let nodes): return [node] + children(nodes, pointer.appending("all"))
    case .any(let nodes): return [node] + children(nodes, pointer.appending("any"))
    case .not(let inner): return [node] + all(in: inner, at: pointer.appending("not"))
    case .property, .tracked, .event, .sequence, .segment, .list, .company, .contacts, .contactCount, .sample:
      return [node]
    }
  }

  private static func children(_ nodes: [Filter], _ pointer: JSONPointer) -> [FilterNode] {
    nodes.enumerated().flatMap { all(in: $1, at: pointer.appending($0)) }
  }
}
