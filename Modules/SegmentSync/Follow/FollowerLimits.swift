/// Bounds of one step of the follower, and of what it does in the background.
package struct FollowerLimits: Sendable {
  /// Entries of the feed that one step reads.
  package var entries = 5000
  /// Contacts and companies that one step looks at because of them.
  package var touched = 4096
  /// Those at the other end of relations that one step looks at one by one; beyond, segments that ask for them look at
  /// everyone.
  package var related = 16_384
  /// Milliseconds after which a step begins no further evaluation of everyone.
  package var fullEvaluations: Int64 = 20
  /// Milliseconds after which a step looks ahead for no further sliding condition.
  package var lookingAhead: Int64 = 20
  /// Milliseconds between two evaluations of everyone for a segment that time changes all along.
  package var betweenFullEvaluations: Int64 = 1000
  /// Milliseconds between two boundaries of a segment below which several that passed are looked at once: else they might
  /// pass faster than they are looked at.
  package var betweenBoundaries: Int64 = 60_000
  /// Boundaries of a segment that passed in a pause and are looked at one after the other; more are looked at once.
  package var boundaries: Int64 = 100
  /// Changes after which a new snapshot of the members is kept.
  package var changesPerSnapshot = 10_000
  /// Milliseconds between two looks for what is kept no longer.
  package var betweenCleanups: Int64 = 600_000
  /// Milliseconds between two parts of one such look.
  package var betweenCleanupSlices: Int64 = 250

  package init() {}
}
