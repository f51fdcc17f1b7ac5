package import SegmentModel

/// What one step of the follower found: all of it is committed, or nothing.
package struct MembershipCommit: Sendable {
  /// What the store must still hold for the step to be right.
  package var epoch: String
  package var from: Int64
  /// Position in the feed up to which the step read.
  package var position: Int64
  package var now: Instant
  /// Up to this instant, `now` at most, all that time alone changes is in the members after it.
  package var settled: Instant
  package var updates: [SegmentUpdate] = []
  /// Everyone of a content type, where that changed.
  package var totals: [ContentType: Int] = [:]
  /// Public ids by row id of the contacts that were erased: what is kept of them goes with the commit.
  package var erased: [Int64: String] = [:]

  /// - Parameter settled: nil is `now`.
  package init(epoch: String, from: Int64, position: Int64, now: Instant, settled: Instant? = nil) {
    self.epoch = epoch
    self.from = from
    self.position = position
    self.now = now
    self.settled = settled ?? now
  }
}

/// What is new of one segment.
package struct SegmentUpdate: Sendable {
  package struct Change: Sendable {
    package var contact: Int64
    /// Empty where it is not known any more; then the one of an earlier change is taken.
    package var publicID: String
    package var kind: MembershipChangeKind
    package var cause: ChangeCause
    /// When it happened; nil is the now of the commit.
    package var at: Instant?

    package init(
      contact: Int64, publicID: String, kind: MembershipChangeKind, cause: ChangeCause, at: Instant? = nil
    ) {
      self.contact = contact
      self.publicID = publicID
      self.kind = kind
      self.cause = cause
      self.at = at
    }
  }

  package var segment: Int64
  /// In the order of their numbers.
  package var changes: [Change] = []
  /// Members after it; nil where they are as before.
  package var count: Int?
  /// All members after it, where a snapshot is to be kept.
  package var snapshot: Bitmap?
  /// The members changed otherwise than by `changes`: consumers take them anew. Needs `snapshot` and `count`.
  package var isReset = false
  /// The revision and plan that the members are now of.
  package var built: Built?
  /// Why it cannot be evaluated any more.
  package var failure: String?
  /// When everyone was last looked at.
  package var evaluatedAt: Instant?
  /// Something that the step has read has changed some of whom it is not told yet: everyone is to be looked at again
  /// unless a later step of the same process tells it.
  package var isUnread = false

  package struct Built: Sendable {
    package var revision: Int64
    package var plan: Int64

    package init(revision: Int64, plan: Int64) {
      self.revision = revision
      self.plan = plan
    }
  }

  package init(segment: Int64) { self.segment = segment }
}

/// What became of a commit.
package struct CommittedStep: Sendable, Equatable {
  /// The service's version after it; it rose if a member or a count changed.
  package var version: Int64
  /// Number of the last change of each segment that had any.
  package var lastChanges: [Int64: Int64] = [:]
  /// Whether something is to be told to an endpoint.
  package var hasMessages = false
}
