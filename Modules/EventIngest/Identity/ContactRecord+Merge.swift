import SegmentModel

extension ContactRecord {
  /// Two records that turn out to be one contact, under the id of `self`.
  ///
  /// State the highest, `createdAt` the earliest, the other times the latest, sessions the sum, each property the
  /// newest write, the rest united. Source: values-and-identity, "Identity", row "merge".
  func merged(with loser: ContactRecord) -> ContactRecord {
    var winner = self
    winner.state = max(state, loser.state)
    winner.createdAt = min(createdAt, loser.createdAt)
    winner.modifiedAt = [modifiedAt, loser.modifiedAt].compactMap(\.self).max()
    winner.lastSeenAt = [lastSeenAt, loser.lastSeenAt].compactMap(\.self).max()
    winner.sessionCount += loser.sessionCount
    winner.properties = properties.united(with: loser.properties)
    winner.tracked = tracked.united(with: loser.tracked)
    winner.identifiers += loser.identifiers.filter { !identifiers.contains($0) }
    winner.settleState()
    return winner
  }

  /// Whether a merge of the two would keep within the bound of identifiers.
  func canHoldIdentifiers(of other: ContactRecord) -> Bool {
    identifiers.count + other.identifiers.count <= Identifier.maximumPerContact
  }

  /// Whether what names the two is at odds: both have identifiers of a kind, and none in common.
  func contradicts(_ other: some Sequence<Identifier>) -> Bool {
    let others = other.filter { $0.kind > .anonymousId }
    return Set(others.map(\.kind)).contains { kind in
      let mine = identifiers.filter { $0.kind == kind }
      return !mine.isEmpty && !mine.contains { others.contains($0) }
    }
  }
}
