package import SegmentModel

/// What a backend evaluates: no references, no labels, no negative operators, content types and parents as plain
/// conditions. Holds or does not hold for each contact or company at a given now.
package indirect enum PlanNode: Sendable, Hashable {
  case everyone
  case nobody
  /// Two or more, none of them `all`, `everyone` or `nobody`.
  case all([PlanNode])
  /// Two or more, none of them `any`, `everyone` or `nobody`.
  case any([PlanNode])
  case not(PlanNode)
  case state(ContactState)
  case property(PropertyKey, ValueTest)
  case event(EventTest)

  /// Events of one name that match, counted.
  package struct EventTest: Sendable, Hashable {
    package var name: String
    package var `where`: AttributeTest
    package var window: TimeRange
    /// At least 1.
    package var minimum: Int
    /// Nil: no upper limit.
    package var maximum: Int?

    package init(name: String, where: AttributeTest, window: TimeRange, minimum: Int, maximum: Int?) {
      self.name = name
      self.where = `where`
      self.window = window
      self.minimum = minimum
      self.maximum = maximum
    }
  }
}

extension PlanNode {
  /// Joined by "and": flattened, each node once, folded where a constant decides.
  package static func conjunction(_ nodes: [PlanNode]) -> PlanNode {
    var parts: [PlanNode] = []
    for node in nodes {
      switch node {
      case .nobody: return .nobody
      case .everyone: continue
      case .all(let inner): for part in inner where !parts.contains(part) { parts.append(part) }
      default: if !parts.contains(node) { parts.append(node) }
      }
    }
    switch parts.count {
    case 0: return .everyone
    case 1: return parts[0]
    default: return .all(parts)
    }
  }

  /// Joined by "or", likewise.
  package static func disjunction(_ nodes: [PlanNode]) -> PlanNode {
    var parts: [PlanNode] = []
    for node in nodes {
      switch node {
      case .everyone: return .everyone
      case .nobody: continue
      case .any(let inner): for part in inner where !parts.contains(part) { parts.append(part) }
      default: if !parts.contains(node) { parts.append(node) }
      }
    }
    switch parts.count {
    case 0: return .nobody
    case 1: return parts[0]
    default: return .any(parts)
    }
  }

  package var negated: PlanNode {
    switch self {
    case .everyone: .nobody
    case .nobody: .everyone
    case .not(let inner): inner
    default: .not(self)
    }
  }
}
