import FilterCompiler
import SegmentModel

/// Events of one name that match and that are within a time: of one contact, or of everyone.
struct EventSource {
  let events: EventColumns
  private let chains: EventChains
  /// Nil: every event.
  let matcher: AttributeMatcher?
  /// Milliseconds, both ends included; the last is not after now.
  let first: Int64
  let last: Int64

  private let isCancelled: @Sendable () -> Bool

  /// Nil where there are no events of the name at all.
  init?(_ selection: EventSelection, within: TimeRange, for evaluation: Evaluation) {
    let (lower, upper) = within.instants(at: evaluation.now)
    self.init(
      selection, from: (lower ?? Instant.range.lowerBound).milliseconds, to: (upper ?? evaluation.now).milliseconds,
      for: evaluation)
  }

  init?(_ selection: EventSelection, from first: Int64, to last: Int64, for evaluation: Evaluation) {
    guard let table = evaluation.index.events[selection.name] else { return nil }
    self.init(
      events: table.columns, matcher: AttributeMatcher(selection.where, of: table, for: evaluation), first: first,
      last: min(last, evaluation.now.milliseconds), isCancelled: evaluation.isCancelled)
  }

  private init(
    events: EventColumns, matcher: AttributeMatcher?, first: Int64, last: Int64,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.events = events
    chains = events.chains
    self.matcher = matcher
    self.first = first
    self.last = last
    self.isCancelled = isCancelled
  }

  /// Of these events those within a narrower time.
  func limited(from first: Int64, to last: Int64) -> EventSource {
    EventSource(
      events: events, matcher: matcher, first: max(first, self.first), last: min(last, self.last),
      isCancelled: isCancelled)
  }

  /// From the newest to the oldest, until `body` answers false.
  @inline(__always)
  func walk(_ contact: UInt32, _ body: (_ row: Int, _ time: Int64) -> Bool) {
    if let matcher {
      chains.walk(contact, from: first, to: last) { row, time in !matcher.holds(row) || body(row, time) }
    } else {
      chains.walk(contact, from: first, to: last, body)
    }
  }

  /// Everyone's, in the order of their arrival: the rows of a block and, where not every one of them counts, a bit for
  /// each that does.
  @inline(__always)
  func scan(
    _ body: (_ start: Int, _ contacts: UnsafeBufferPointer<UInt32>, _ mask: UnsafePointer<UInt64>?) -> Void
  ) {
    guard first <= last else { return }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: EventColumns.blockSize / 32) { scratch in
      guard let mask = scratch.baseAddress else { return }
      var scanned = 0
      for (number, block) in events.blocks.enumerated() where block.latest >= first && block.earliest <= last {
        if scanned % Self.blocksBetweenLooks == 0, isCancelled() { return }
        scanned += 1
        let start = number * EventColumns.blockSize
        let count = min(EventColumns.blockSize, events.rowCount - start)
        let isWhole = block.earliest >= first && block.latest <= last
        if !isWhole || matcher != nil {
          fill(mask, start, count, isWhole: isWhole, scratch: mask + EventColumns.blockSize / 64)
        }
        events.contacts.withRows(start, count) {
          body(start, $0, isWhole && matcher == nil ? nil : UnsafePointer(mask))
        }
      }
    }
  }

  private static let blocksBetweenLooks = 16

  private func fill(
    _ mask: UnsafeMutablePointer<UInt64>, _ start: Int, _ count: Int, isWhole: Bool,
    scratch: UnsafeMutablePointer<UInt64>
  ) {
    let words = (count + 63) >> 6
    mask.update(repeating: 0, count: words)
    guard let matcher else {
      events.times.withRows(start, count) { markTimes($0, from: first, to: last, into: mask) }
      return
    }
    matcher.mark(start, count, into: mask)
    if !isWhole {
      scratch.update(repeating: 0, count: words)
      events.times.withRows(start, count) { markTimes($0, from: first, to: last, into: scratch) }
      combine(mask, and: scratch, isComplement: false, count: words)
    }
    // A complement says yes to rows that are not there.
    if count & 63 != 0 { mask[words - 1] &= 1 << UInt64(count & 63) - 1 }
  }
}

extension UnsafePointer<UInt64> {
  /// The places of the bits that are set among the first `count`.
  @inline(__always)
  func forEachBit(_ count: Int, _ body: (Int) -> Void) {
    for word in 0..<(count + 63) >> 6 {
      var rest = self[word]
      while rest != 0 {
        body(word << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
