package import SegmentModel

/// One message as understood, whatever the dialect it came in.
package struct IngestMessage: Sendable, Equatable {
  package enum Action: Sendable, Equatable {
    /// Properties and tracked properties of the contact.
    case identify(ContactTraits, tracked: [NamedValue])
    /// An event of the contact; attributes have names of their own and no removals.
    case event(name: String, attributes: [NamedValue])
    /// Properties of a company, and the contact's link to it.
    case group(CompanyTraits)
    /// The contact that `previous` names is the contact of this message: a `userId`, else an `anonymousId`.
    case alias(previous: String)
    /// Properties of a company; the message is about no contact, whatever identifiers it bears.
    case company(CompanyTraits)
  }

  /// The identifiers that stand beside the action; those among an identify's traits are in `claims` only.
  package var identifiers: [ClaimedIdentifier]
  package var action: Action
  /// What it sets on the contact beside another action than `identify`, as some dialects send it with an event.
  package var traits: ContactTraits?
  /// When it happened, corrected for the sender's clock.
  package var time: Instant
  package var receivedAt: Instant
  /// Makes the message idempotent; nil where the sender gave none.
  package var messageID: String?
  /// For how long another one of that id is this one, sent again.
  package var repeatMilliseconds = IngestLimits.repeatMilliseconds
  /// Hexadecimal or Base64 HMAC of the strongest identifier.
  package var proof: String?
  /// Of one that is taken again: the kind of the identifier of which it bore a valid proof when it came.
  package var proven: Identifier.Kind?

  package init(
    identifiers: [ClaimedIdentifier], action: Action, traits: ContactTraits? = nil, time: Instant, receivedAt: Instant,
    messageID: String? = nil, proof: String? = nil
  ) {
    self.identifiers = identifiers
    self.action = action
    self.traits = traits
    self.time = time
    self.receivedAt = receivedAt
    self.messageID = messageID
    self.proof = proof
  }

  /// What it sets on the contact.
  var changes: (traits: ContactTraits, tracked: [NamedValue])? {
    if case .identify(let traits, let tracked) = action { (traits, tracked) } else { traits.map { ($0, []) } }
  }

  /// Leaves identifiers of these kinds out of what it sets once, with their properties.
  mutating func leaveOutSetOnce(_ kinds: Set<Identifier.Kind>) {
    if case .identify(var traits, let tracked) = action {
      traits.leaveOutSetOnce(kinds)
      action = .identify(traits, tracked: tracked)
    } else {
      traits?.leaveOutSetOnce(kinds)
    }
  }

  /// Every identifier that the message bears, from the strongest to the weakest, each once.
  package var claims: [ClaimedIdentifier] {
    let traits = changes?.traits
    let all = identifiers + (traits?.identifiers ?? []) + (traits?.identifiersSetOnce ?? [])
    var seen: Set<Identifier> = []
    let once = all.filter { seen.insert($0.identifier).inserted }
    return Identifier.Kind.allCases.flatMap { kind in once.filter { $0.identifier.kind == kind } }
  }
}
