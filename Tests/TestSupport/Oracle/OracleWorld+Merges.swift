import SegmentModel

/// Merges, carried out as plainly as they are described.
/// Source: values-and-identity, "Identity", row "merge".
extension OracleWorld {
  /// The world after its merges, with none left to do.
  package var resolved: OracleWorld {
    var world = self
    for merge in merges { world.carryOut(merge) }
    world.merges = []
    return world
  }

  private mutating func carryOut(_ merge: Merge) {
    guard merge.loser != merge.winner,
      let loserIndex = contacts.firstIndex(where: { $0.id == merge.loser }),
      let winnerIndex = contacts.firstIndex(where: { $0.id == merge.winner })
    else { return }
    let loser = contacts[loserIndex]
    contacts[winnerIndex] = Self.united(winner: contacts[winnerIndex], loser: loser)
    contacts.remove(at: loserIndex)
    for index in events.indices where events[index].contact == merge.loser { events[index].contact = merge.winner }
    for index in links.indices where links[index].contact == merge.loser { links[index].contact = merge.winner }
    for id in lists.keys where lists[id]?.remove(merge.loser) != nil { lists[id]?.insert(merge.winner) }
    let former = [loser.publicID] + (formerPublicIDs.removeValue(forKey: merge.loser) ?? [])
    formerPublicIDs[merge.winner, default: []] += former
  }

  private static func united(winner: ContactRecord, loser: ContactRecord) -> ContactRecord {
    var one = winner
    one.state = max(winner.state, loser.state)
    one.createdAt = min(winner.createdAt, loser.createdAt)
    one.modifiedAt = [winner.modifiedAt, loser.modifiedAt].compactMap(\.self).max()
    one.lastSeenAt = [winner.lastSeenAt, loser.lastSeenAt].compactMap(\.self).max()
    one.sessionCount = winner.sessionCount + loser.sessionCount
    one.properties.merge(loser.properties) { $1.time > $0.time ? $1 : $0 }
    one.tracked.merge(loser.tracked) { $1.time > $0.time ? $1 : $0 }
    one.identifiers += loser.identifiers.filter { !one.identifiers.contains($0) }
    return one
  }
}
