/// What an import did, or would do.
package struct ImportReport: Sendable, Equatable {
  /// Rows read.
  package var rows = 0
  /// Contacts or companies that were new.
  package var created = 0
  /// Rows that said something new of a contact or company that was there, an event among it.
  package var updated = 0
  /// Rows that said nothing new, among them messages that were taken before.
  package var unchanged = 0
  package var rejected = 0
  /// Identifiers that stayed with another contact.
  package var clashes = 0
  /// Rows that were not taken, by the code of why.
  package var rejectedByCode: [String: Int] = [:]

  package init() {}

  mutating func count(_ result: MessageResult) {
    switch result {
    case .duplicate: count(.unchanged)
    case .rejected(let rejection): count(rejection)
    case .accepted(let effect):
      clashes += effect.warnings.count
      count(effect.record)
    }
  }

  mutating func count(_ effect: RecordEffect) {
    rows += 1
    switch effect {
    case .created: created += 1
    case .changed: updated += 1
    case .unchanged: unchanged += 1
    }
  }

  mutating func count(_ rejection: Rejection) {
    rows += 1
    rejected += 1
    rejectedByCode[rejection.code, default: 0] += 1
  }

  /// The most frequent reasons first.
  package var codes: [(code: String, count: Int)] {
    rejectedByCode.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
