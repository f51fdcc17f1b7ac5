/// What the oracle cannot answer: it judges valid definitions only, and says so rather than guess.
package enum OracleError: Error, Equatable {
  /// The JSON text of what it does not understand.
  case notUnderstood(String)
  case unknownSegment(String)
  case unknownZone(String)
  case unknownContact(Int64)
  /// Segments that refer to each other in a circle, or a chain beyond the limit of 32 references.
  case chainTooLong(String)
}
