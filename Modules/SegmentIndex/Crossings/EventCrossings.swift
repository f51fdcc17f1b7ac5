import FilterCompiler
import SegmentModel

/// Contacts with an event whose time enters or leaves a range. Only from its time on an event counts.
final class EventCrossings: CrossingSearch {
  private let table: EventTable
  private let selection: EventSelection
  private let sweep: RangeSweep
  private let after: Instant
  private let evaluation: Evaluation
  private let chains: EventChains
  /// Where events can be that do, milliseconds.
  private let windows: [ClosedRange<Int64>]
  /// Most often there is none to be asked about.
  private lazy var matcher = AttributeMatcher(selection.where, of: table, for: evaluation)

  /// - Parameter evaluation: as of the instant after which they are looked for.
  init(_ selection: EventSelection, of table: EventTable, _ sweep: RangeSweep, for evaluation: Evaluation) {
    self.table = table
    self.selection = selection
    self.sweep = sweep
    self.evaluation = evaluation
    after = evaluation.now
    chains = table.columns.chains
    let until = sweep.until.milliseconds
    windows = sweep.windows.compactMap { window in
      let (first, last) = (window.lowerBound.milliseconds, min(window.upperBound.milliseconds, until))
      return first <= last ? first...last : nil
    }
  }

  func first(_ row: UInt32) -> Instant? {
    var first: Instant?
    for window in windows {
      chains.walk(row, from: window.lowerBound, to: window.upperBound) { event, time in
        if let crossing = crossing(event, time) { first = min(first ?? crossing, crossing) }
        return true
      }
    }
    return first
  }

  func scan(rows: Int, _ body: (_ row: UInt32, _ instant: Instant) -> Void) {
    let columns = table.columns
    for (number, block) in columns.blocks.enumerated() {
      let start = number * EventColumns.blockSize
      let count = min(EventColumns.blockSize, columns.rowCount - start)
      for window in windows where block.latest >= window.lowerBound && block.earliest <= window.upperBound {
        columns.times.withRows(start, count) { times in
          for (place, time) in times.enumerated() where time >= window.lowerBound && time <= window.upperBound {
            let contact = columns.contacts[start + place]
            if contact != 0, let instant = crossing(start + place, time) { body(contact, instant) }
          }
        }
      }
    }
  }

  private func crossing(_ event: Int, _ time: Int64) -> Instant? {
    let counts = Instant(milliseconds: time - 1)
    guard let crossing = sweep.firstCrossing(of: Instant(milliseconds: time), after: max(after, counts)),
      matcher?.holds(event) ?? true
    else { return nil }
    return crossing
  }
}

/// Contacts with an event one of whose attributes enters or leaves a range. Only from its time on an event counts.
struct AttributeCrossings: CrossingSearch {
  let events: EventColumns
  let dates: DateCrossings
  let after: Instant

  func first(_ row: UInt32) -> Instant? {
    var first: Instant?
    events.chains.walk(row, from: .min, to: dates.sweep.until.milliseconds) { event, time in
      if let crossing = crossing(event, time) { first = min(first ?? crossing, crossing) }
      return true
    }
    return first
  }

  func scan(rows: Int, _ body: (_ row: UInt32, _ instant: Instant) -> Void) {
    dates.visitCandidates(rows: events.rowCount) { event in
      let contact = events.contacts[Int(event)]
      let time = events.times[Int(event)]
      guard contact != 0, time <= dates.sweep.until.milliseconds else { return }
      if let instant = crossing(Int(event), time) { body(contact, instant) }
    }
  }

  private func crossing(_ event: Int, _ time: Int64) -> Instant? {
    dates.first(UInt32(event), after: max(after, Instant(milliseconds: time - 1)))
  }
}
