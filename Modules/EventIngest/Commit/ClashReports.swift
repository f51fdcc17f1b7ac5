import SegmentModel

/// The clashes that were recorded of late, so that a page which says the same of the same contact with each message
/// is recorded once.
struct ClashReports: Sendable {
  /// Beyond it everything is forgotten, and what comes again is recorded again.
  static let capacity = 10_000

  private struct Clash: Hashable {
    var code: String
    var text: String
    var identifiers: [Identifier]
  }

  private var seen: Set<Clash> = []

  mutating func isNew(_ warning: Rejection, of message: IngestMessage) -> Bool {
    if seen.count >= Self.capacity { seen.removeAll() }
    let clash = Clash(
      code: warning.code, text: warning.message, identifiers: message.claims.map(\.identifier))
    return seen.insert(clash).inserted
  }
}
