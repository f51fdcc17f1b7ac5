/// A condition on the events of a contact at one now, asked of single contacts or of everyone.
protocol EventCondition {
  /// Follows the contact's own events; how many contacts there are does not matter.
  func holds(_ contact: UInt32) -> Bool

  /// Sets the bits of all contacts for whom it holds; of rows without a contact it may say anything.
  /// - Parameters:
  ///   - words: zero, a bit a row.
  ///   - rows: how many rows there are; those of all events are below.
  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ scratch: Scratch)
}

/// Marks those of the contacts of some events for whom a condition holds that asks each by itself.
func markOneByOne(
  of events: EventColumns, into words: UnsafeMutablePointer<UInt64>, _ holds: (UInt32) -> Bool
) {
  events.heads.visit { contact, _ in
    if holds(contact) { words[Int(contact >> 6)] |= 1 << UInt64(contact & 63) }
  }
}
