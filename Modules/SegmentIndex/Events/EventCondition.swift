/// A condition on the events of a contact in one evaluation, asked of single contacts or of everyone.
protocol EventCondition {
  /// Follows the contact's own events; how many contacts there are does not matter. Several threads may ask.
  func holds(_ contact: UInt32) -> Bool

  /// Sets the bits of all contacts for whom it holds; of rows without a contact it may say anything.
  /// - Parameters:
  ///   - words: zero, a bit a row.
  ///   - rows: how many rows there are; those of all events are below.
  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation)
}

/// Sets or clears the bit of each contact that has some events, by what a condition says that asks each by itself.
func markOneByOne(
  of events: EventColumns, into words: UnsafeMutablePointer<UInt64>, _ evaluation: Evaluation,
  _ holds: @escaping (UInt32) -> Bool
) {
  let heads = events.heads
  // Rows of a hash table are in no order: each thread goes through all of them.
  let parts = heads.width == .sparse ? evaluation.threadCount : .max
  evaluation.split(heads.rows, atMost: heads.count < evaluation.rowsOfPart ? 1 : parts) { rows in
    var count = 0
    heads.visit(rows) { contact in
      count += 1
      if count % Evaluation.rowsBetweenLooks == 0, evaluation.isCancelled() { return false }
      let bit: UInt64 = 1 << UInt64(contact & 63)
      if holds(contact) { words[Int(contact >> 6)] |= bit } else { words[Int(contact >> 6)] &= ~bit }
      return true
    }
  }
}

/// Sets the bit of each contact that has some events and for whom a condition holds that asks many at once.
/// - Parameter words: zero.
func markMany(
  of events: EventColumns, into words: UnsafeMutablePointer<UInt64>, _ evaluation: Evaluation, most: Int,
  _ find: @escaping (UnsafeBufferPointer<UInt32>, (UInt32) -> Void) -> Void
) {
  let heads = events.heads
  let parts = heads.width == .sparse ? evaluation.threadCount : .max
  evaluation.split(heads.rows, atMost: heads.count < evaluation.rowsOfPart ? 1 : parts) { rows in
    var contacts: [UInt32] = []
    contacts.reserveCapacity(most)
    func mark() {
      contacts.withUnsafeBufferPointer { find($0) { words[Int($0 >> 6)] |= 1 << UInt64($0 & 63) } }
      contacts.removeAll(keepingCapacity: true)
    }
    heads.visit(rows) { contact in
      contacts.append(contact)
      if contacts.count < most { return true }
      mark()
      return !evaluation.isCancelled()
    }
    mark()
  }
}
