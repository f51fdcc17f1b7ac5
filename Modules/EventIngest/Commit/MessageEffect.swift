/// What a message did to its contact.
struct MessageEffect: Sendable, Equatable {
  /// Row id of the contact; after a merge, of the one that goes on. Nil where the message is about no contact.
  var row: Int64?
  var contact: RecordEffect
  /// What of the message was not done.
  var warnings: [Rejection]
}
