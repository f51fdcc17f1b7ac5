/// A message that was refused, kept for 7 days with the reason.
package struct RejectedMessage: Sendable, Equatable {
  package var receivedAt: Instant
  package var source: Int64?
  /// Stable code of the reason.
  package var code: String
  package var message: String
  /// The message as sent.
  package var body: [UInt8]
  /// By which it can be taken again; nil where it cannot.
  package var call: IngestCall?
  /// The kind of the identifier of which it bore a valid proof. The proof itself, which is good for ever, is not kept.
  package var proven: Identifier.Kind?

  package init(
    receivedAt: Instant, source: Int64?, code: String, message: String, body: [UInt8], call: IngestCall? = nil,
    proven: Identifier.Kind? = nil
  ) {
    self.receivedAt = receivedAt
    self.source = source
    self.code = code
    self.message = message
    self.body = body
    self.call = call
    self.proven = proven
  }
}
