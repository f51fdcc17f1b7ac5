import SegmentModel

extension AttributeFilter {
  /// Attributes have no declared types, so their numbers are never dates.
  func bound(in zone: Zone) -> AttributeTest {
    switch self {
    case .all(let nodes): return .all(nodes.map { $0.bound(in: zone) })
    case .any(let nodes): return .any(nodes.map { $0.bound(in: zone) })
    case .not(let node): return .not(node.bound(in: zone))
    case .attribute(let name, let condition):
      let bound = condition.bound(in: zone, unit: nil)
      let test = AttributeTest.attribute(name, bound.test)
      return bound.isComplement ? .not(test) : test
    }
  }

  var nodeCount: Int {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.reduce(1) { $0 + $1.nodeCount }
    case .not(let node): 1 + node.nodeCount
    case .attribute: 1
    }
  }
}

extension Window? {
  /// Without an upper end of its own it ends now; events later than now never count in any case.
  func range(in zone: Zone) -> TimeRange {
    switch self {
    case .last(let duration): TimeRange(lower: .now(shiftedBy: -duration.milliseconds))
    case .range(let from, let to):
      TimeRange(
        lower: from.map { TimeBound($0, .first, in: zone) }, upper: to.map { TimeBound($0, .last, in: zone) })
    case nil: TimeRange()
    }
  }
}
