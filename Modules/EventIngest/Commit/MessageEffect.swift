/// What a message did.
struct MessageEffect: Sendable, Equatable {
  /// Row id of the contact; after a merge, of the one that goes on. Nil where the message is about no contact.
  var row: Int64?
  /// To the contact; one that stored an event, or changed a company, has changed it. Where the message is about no
  /// contact, to the company.
  var record: RecordEffect
  /// What of the message was not done.
  var warnings: [Rejection]
}
