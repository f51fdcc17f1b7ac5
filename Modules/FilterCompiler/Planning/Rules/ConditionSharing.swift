/// Equal conditions that cost something and stand more than once are evaluated once. They come from segments that
/// several parts of a filter refer to.
struct ConditionSharing {
  private(set) var shared: [SharedCondition] = []
  /// Of whom a condition is asked is part of it.
  private struct Asked: Hashable {
    var node: PlanNode
    var isPeople: Bool
  }
  private var occurrences: [Asked: Int] = [:]
  private var places: [Asked: Int] = [:]

  init(_ root: PlanNode, isPeople: Bool) {
    count(root, isPeople: isPeople)
  }

  /// What is inside a condition that stands twice is not counted twice: it is evaluated once with it.
  private mutating func count(_ node: PlanNode, isPeople: Bool) {
    if node.isWorthSharing {
      let count = occurrences[Asked(node: node, isPeople: isPeople), default: 0] + 1
      occurrences[Asked(node: node, isPeople: isPeople)] = count
      guard count == 1 else { return }
    }
    for child in node.children { count(child, isPeople: isPeople) }
    if case .related(let test) = node { count(test.condition, isPeople: !isPeople) }
  }

  mutating func rewrite(_ node: PlanNode, isPeople: Bool) -> PlanNode {
    let asked = Asked(node: node, isPeople: isPeople)
    let isShared = node.isWorthSharing && occurrences[asked, default: 0] > 1
    if isShared, let place = places[asked] { return .shared(place) }
    let rewritten = rewriteInside(node, isPeople: isPeople)
    guard isShared else { return rewritten }
    shared.append(SharedCondition(node: rewritten, isPeople: isPeople))
    places[asked] = shared.count - 1
    return .shared(shared.count - 1)
  }

  private mutating func rewriteInside(_ node: PlanNode, isPeople: Bool) -> PlanNode {
    switch node {
    case .all(let nodes): return .all(nodes.map { rewrite($0, isPeople: isPeople) })
    case .any(let nodes): return .any(nodes.map { rewrite($0, isPeople: isPeople) })
    case .not(let inner): return .not(rewrite(inner, isPeople: isPeople))
    case .related(var test):
      test.condition = rewrite(test.condition, isPeople: !isPeople)
      return .related(test)
    default: return node
    }
  }
}

extension PlanNode {
  /// A look at a value is cheaper than a look at what was found before.
  fileprivate var isWorthSharing: Bool {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.count > 1
    case .event, .sequence, .related: true
    case .not, .state, .property, .list, .sample, .picked, .shared: false
    }
  }
}
