/// Bounds of what is taken. Source: http-api, "The tracking API".
package enum IngestLimits {
  /// Bytes of one message, as compact JSON text; one over it is rejected alone, a single call with 413.
  package static let messageBytes = 32 * 1024
  /// Bytes of a request's body, after inflating; 413 beyond.
  package static let bodyBytes = 4 * 1024 * 1024
  /// Messages of a request; 413 beyond.
  package static let batchMessages = 5000
  /// Characters of a message id; the message is rejected beyond.
  package static let messageIDCharacters = 255
  /// For how long a message of the same id is the same message, sent again: 7 days.
  package static let repeatMilliseconds: Int64 = 7 * 24 * 3_600_000
  /// Bytes of a rejected message that are kept, with what its batch said of it; one over it is cut, and cannot be taken
  /// again.
  package static let keptRejectedBytes = 2 * messageBytes
}
