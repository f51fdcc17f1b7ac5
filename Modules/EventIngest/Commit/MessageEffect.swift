/// What a message did to its contact.
struct MessageEffect: Sendable, Equatable {
  var contact: RecordEffect
  /// What of the message was not done.
  var warnings: [Rejection]
}
