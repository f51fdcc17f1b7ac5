/// What a message did to its contact.
struct MessageEffect: Sendable, Equatable {
  enum Contact: Sendable, Equatable { case created, changed, unchanged }

  var contact: Contact
  /// What of the message was not done.
  var warnings: [Rejection]
}
