/// How long, and how much of, what is not kept for good is kept.
package enum Retention {
  /// Of the change feed, of message ids and of rejected messages: 7 days.
  static let milliseconds: Int64 = 7 * 24 * 3_600_000

  /// Rejected messages kept; the oldest go first, once in `rejectedBetweenLooks` that are added.
  package static let maximumRejectedMessages: Int64 = 100_000

  /// Rejected messages after which it is looked how many there are.
  static let rejectedBetweenLooks: Int64 = 1_000

  /// Bytes kept of a rejected message; what is longer is cut, and cannot be replayed.
  package static let maximumRejectedBytes = 65_536

  /// Rows that one transaction of maintenance deletes or looks at.
  static let rowsPerTransaction = 1_000
}
