import SegmentModel
import SegmentStore

/// Some of one segment who have become members, or ceased to be, and of whom this is still to be told: too many for one
/// step. Who they are is found out already; until it is told they stand in `members` as before.
struct PendingFlips {
  /// Since when.
  let at: Instant
  let cause: ChangeCause
  /// Where the change feed stood before it said what changed them; nil where time did.
  var position: Int64?
  var entities: Bitmap
}

extension FollowedSegment {
  /// The earliest instant of which somebody is still to be told.
  var pendingSince: Instant? { pending.isEmpty ? nil : pending.lazy.map(\.at).min() }

  /// What the feed has said may be why those who wait will be what they will be.
  func setPending(after position: Int64) {
    for place in pending.indices where pending[place].position == nil { pending[place].position = position }
  }

  /// Whether somebody is to become what they are not in `members`.
  func isPending(_ entity: Int64) -> Bool {
    pending.reduce(false) { $0 != $1.entities.contains(entity) }
  }

  /// Where the feed stood before it said what some wait for: that is taken in, so that nobody would look for it again.
  var pendingPosition: Int64? { pending.isEmpty ? nil : pending.lazy.compactMap(\.position).min() }

  /// The same for everyone.
  var pendingEntities: Bitmap { pending.reduce(Bitmap()) { $0.symmetricDifference($1.entities) } }

  /// What is to be told of somebody, who then waits no longer.
  func takePending(of entity: Int64) -> [(at: Instant, cause: ChangeCause)] {
    guard !pending.isEmpty else { return [] }
    var taken: [(at: Instant, cause: ChangeCause)] = []
    for place in pending.indices where pending[place].entities.remove(entity) {
      taken.append((pending[place].at, pending[place].cause))
    }
    if !taken.isEmpty { pending.removeAll { $0.entities.isEmpty } }
    return taken
  }

  /// The first of those who wait, all of one instant.
  func takePending(limit: Int) -> (entities: [Int64], at: Instant, cause: ChangeCause)? {
    guard let first = pending.first else { return nil }
    let entities = Array(first.entities.prefix(limit))
    pending[0].entities = first.entities.subtracting(Bitmap(entities))
    if pending[0].entities.isEmpty { pending.removeFirst() }
    return (entities, first.at, first.cause)
  }
}
