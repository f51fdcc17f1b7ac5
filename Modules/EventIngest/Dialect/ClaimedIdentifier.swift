package import SegmentModel

/// An identifier that a message bears, and its text as sent, over which a proof may have been made.
package struct ClaimedIdentifier: Sendable, Equatable {
  package var identifier: Identifier
  package var text: String

  /// Nil for what is never an identifier; it then counts as not sent.
  package init?(_ kind: Identifier.Kind, _ text: String) {
    guard let identifier = Identifier(kind, text) else { return nil }
    self.identifier = identifier
    self.text = text
  }
}
