/// What an import did, or would do.
package struct ImportReport: Sendable, Equatable {
  /// Rows read.
  package var rows = 0
  /// Contacts that were new.
  package var created = 0
  package var updated = 0
  /// Rows that said nothing new.
  package var unchanged = 0
  package var rejected = 0
  /// Identifiers that stayed with another contact.
  package var clashes = 0

  package init() {}

  mutating func count(_ result: MessageResult) {
    rows += 1
    switch result {
    case .duplicate: unchanged += 1
    case .rejected: rejected += 1
    case .accepted(let effect):
      clashes += effect.warnings.count
      switch effect.contact {
      case .created: created += 1
      case .changed: updated += 1
      case .unchanged: unchanged += 1
      }
    }
  }
}
