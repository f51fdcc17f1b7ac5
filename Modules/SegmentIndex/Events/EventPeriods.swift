/// In so many of the last complete units of time there were so many events.
struct EventPeriods: EventCondition {
  /// From the first unit to the end of the last.
  let source: EventSource
  /// First milliseconds of the units, oldest first, then the end of the last. Equal ones hold an empty unit.
  let starts: [Int64]
  /// Units, events in each.
  let minimum: Int
  let each: Int

  func holds(_ contact: UInt32) -> Bool {
    var (units, count, unit) = (0, 0, starts.count)
    source.walk(contact) { _, time in
      // Newest first, so that the unit only goes down.
      if unit >= starts.count || time < starts[unit] {
        (unit, count) = (Self.unit(of: time, in: starts), 0)
      }
      count += 1
      if count == each { units += 1 }
      return units < minimum
    }
    return units >= minimum
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    markOneByOne(of: source.events, into: words, evaluation, holds)
  }

  /// The place of the last start that is not after the time.
  private static func unit(of time: Int64, in starts: [Int64]) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return max(low - 1, 0)
  }
}
