/// Figures of a database.
package struct ProfileStatus: Sendable, Equatable {
  package var contacts: Int
  package var companies: Int
  package var events: Int
  package var propertyNames: Int
  package var eventNames: Int
  package var rejectedMessages: Int
  /// See `ProfileReader.feedPosition()` and `firstFeedCursor()`.
  package var feedPosition: Int64
  package var firstFeedCursor: Int64
}
