/// What a write did to a contact or company, as far as a reader sees.
package enum RecordEffect: Sendable, Equatable {
  case created, changed, unchanged
}
