import SegmentModel
import SegmentStore

extension SegmentFollower {
  /// Takes in which segments there are.
  /// - Parameter keepsMembers: of those that are known; their definitions are read where they are others.
  func load(_ reading: SegmentReading, _ point: ServicePoint, keepsMembers: Bool) throws {
    let known = keepsMembers ? segments : [:]
    var loaded: [Int64: FollowedSegment] = [:]
    for read in try reading.segments(knowing: known.mapValues(\.revision)) {
      switch read {
      case .known(let row, let state):
        loaded[row] = known[row]
        loaded[row]?.state = state
      case .other(let stored):
        changedDefinitions.insert(stored.id)
        if let segment = known[stored.row] {
          segment.update(from: stored)
          loaded[stored.row] = segment
        } else {
          let segment = try FollowedSegment(stored, reading, version: point.version)
          segment.setSettled(point.settled)
          if point.settled < point.now { segment.toldAt = try reading.lastChanges(in: stored, after: point.settled) }
          loaded[stored.row] = segment
        }
      }
    }
    for (row, segment) in segments where loaded[row] == nil {
      changedDefinitions.insert(segment.id)
      areGroupsOld = true
    }
    segments = loaded
    areDefinitionsNew = true
  }
}
