import FilterCompiler
import SegmentModel

/// Steps in order.
struct EventSequence: EventCondition {
  /// The events of one name, and which of them are of which selection.
  struct Track {
    let table: EventTable
    /// Of the pattern's selections, each with what its events must satisfy; nil: nothing.
    var selections: [(bit: UInt64, matcher: AttributeMatcher?)]
  }

  let pattern: SequencePattern
  let tracks: [Track]
  /// Where the first step's events are; nil where there are none, and then nobody took the steps.
  let firstSteps: EventTable?

  init(_ test: SequenceTest, in index: ProfileIndex, at now: Instant) {
    pattern = SequencePattern(test, at: now)
    var tracks: [ExactText: Track] = [:]
    for (place, selection) in test.selections.enumerated() {
      guard let table = index.events[selection.name] else { continue }
      let matcher = AttributeMatcher(selection.where, of: table, at: now)
      tracks[selection.name, default: Track(table: table, selections: [])].selections.append(
        (1 << UInt64(place), matcher))
    }
    self.tracks = Array(tracks.values)
    firstSteps = test.steps.first.flatMap { index.events[$0.events.name] }
  }

  func holds(_ contact: UInt32) -> Bool {
    guard let firstSteps, firstSteps.heads[contact] != 0 else { return false }
    var match = SequenceMatch(pattern)
    for track in tracks {
      track.table.walk(contact, from: pattern.from, to: pattern.now) { row, time in
        var bits: UInt64 = 0
        for (bit, matcher) in track.selections where matcher?.holds(row) ?? true { bits |= bit }
        match.add(time: time, selections: bits)
        return true
      }
    }
    return match.holds()
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ scratch: Scratch) {
    if let firstSteps { markOneByOne(of: firstSteps, into: words, holds) }
  }
}
