package import SegmentModel

/// What a change must touch for a plan's answer to change.
package struct PlanDependencies: Sendable, Hashable {
  package private(set) var properties: Set<PropertyKey> = []
  package private(set) var events: Set<ExactText> = []
  /// By their public ids.
  package private(set) var lists: Set<String> = []
  /// What of these is asked through a relation changes the answer for those at its other end.
  package private(set) var relations: Set<Relation> = []
  package private(set) var isOnState = false

  init(of nodes: [PlanNode]) { for node in nodes { add(node) } }

  private mutating func add(_ node: PlanNode) {
    for child in node.children { add(child) }
    switch node {
    case .all, .any, .not, .sample, .picked, .shared: break
    case .state: isOnState = true
    case .property(let key, _): properties.insert(key)
    case .event(let test): events.insert(test.events.name)
    case .sequence(let test): events.formUnion(test.selections.map(\.name))
    case .list(let id): lists.insert(id)
    case .related(let test):
      relations.insert(test.relation)
      add(test.condition)
    }
  }
}

extension PlanDependencies: CustomStringConvertible {
  /// A kind a line; "nothing" for a plan whose answer never changes.
  package var description: String {
    let keys = properties.sorted().map { "\($0.space.rawValue).\($0.name)" } + (isOnState ? ["contact.state"] : [])
    let lines = [
      ("properties", keys), ("events", events.map(\.text).sorted()), ("lists", lists.sorted()),
      ("relations", relations.map(\.rawValue).sorted()),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    return lines.isEmpty ? "nothing" : lines.joined(separator: "\n")
  }
}
