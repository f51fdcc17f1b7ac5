/// The first or last of all events that match lies within a time and satisfies something.
struct EventOccurrence: EventCondition {
  /// All of the past.
  let source: EventSource
  let isFirst: Bool
  /// Milliseconds, both ends included.
  let first: Int64
  let last: Int64
  /// Nil: nothing.
  let having: AttributeMatcher?

  func holds(_ contact: UInt32) -> Bool {
    var found: (row: Int, time: Int64)?
    source.walk(contact) { row, time in
      found = (row, time)
      return isFirst
    }
    guard let found, found.time >= first, found.time <= last else { return false }
    return having?.holds(found.row) ?? true
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    guard having == nil else { return markOneByOne(of: source.events, into: words, evaluation, holds) }
    // The last event is within where some event is and none after; the first where none is before.
    markContacts(of: source.limited(from: first, to: last), into: words)
    let beyond =
      isFirst
      ? source.limited(from: .min, to: first == .min ? .min : first - 1)
      : source.limited(from: last == .max ? .max : last + 1, to: .max)
    let count = (rows + 63) >> 6
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { scratch in
      guard let others = scratch.baseAddress else { return }
      others.initialize(repeating: 0, count: count)
      markContacts(of: beyond, into: others)
      combine(words, and: others, isComplement: true, count: count)
    }
  }
}
