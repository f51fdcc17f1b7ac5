package import SegmentModel

/// What a step came to.
package struct FollowerStep: Sendable, Equatable {
  /// The now that it looked at.
  package var now: Instant
  /// Nothing has happened since the step before.
  package var isIdle = false
  /// There is more to do at once.
  package var isMore = false
  /// Endpoints are to be told something.
  package var hasMessages = false
  /// Somebody has written to the store since the step before, perhaps a message.
  package var sawWrites = false
  /// The next instant at which time alone may ask for a step.
  package var nextDue: Instant?
}
