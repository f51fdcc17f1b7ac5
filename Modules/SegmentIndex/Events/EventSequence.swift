import FilterCompiler
import SegmentModel

/// Steps in order.
struct EventSequence: EventCondition {
  /// The events of one name.
  struct Track {
    let events: EventColumns
    /// Of the test's selections those of this name, a bit each, with what the events must satisfy; nil: nothing.
    var selections: [(bit: UInt64, matcher: AttributeMatcher?)] = []

    func bits(of row: Int) -> UInt64 {
      var bits: UInt64 = 0
      for (bit, matcher) in selections where matcher?.holds(row) ?? true { bits |= bit }
      return bits
    }
  }

  private let pattern: SequencePattern
  private let tracks: [Track]
  /// Nil where there is something that must not happen, or nobody can have taken the steps.
  private let walks: SequenceWalks?
  /// Events of the last step's name, nil where there are none: whoever took the steps has one.
  private let lastSteps: EventColumns?
  private let lastChains: EventChains?
  private let hasUnwanted: Bool

  init(_ test: SequenceTest, for evaluation: Evaluation) {
    let index = evaluation.index
    pattern = SequencePattern(test, at: evaluation.now)
    hasUnwanted = pattern.hasUnwantedAfter || pattern.hasUnwantedBefore.contains(true)
    var tracks: [ExactText: Track] = [:]
    for (place, selection) in test.selections.enumerated() {
      guard let table = index.events[selection.name] else { continue }
      let matcher = AttributeMatcher(selection.where, of: table, for: evaluation)
      tracks[selection.name, default: Track(events: table.columns)].selections.append((1 << UInt64(place), matcher))
    }
    self.tracks = Array(tracks.values)
    walks = hasUnwanted ? nil : SequenceWalks(pattern, self.tracks)
    lastSteps = test.steps.last.flatMap { index.events[$0.events.name]?.columns }
    lastChains = lastSteps?.chains
  }

  func holds(_ contact: UInt32) -> Bool {
    guard let lastChains, lastChains.heads[contact] != 0 else { return false }
    if hasUnwanted { return holdsByMatch(contact) }
    var isFound = false
    withUnsafePointer(to: contact) { contact in
      walks?.find(UnsafeBufferPointer(start: contact, count: 1)) { _ in isFound = true }
    }
    return isFound
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    guard let lastSteps else { return }
    if hasUnwanted {
      markOneByOne(of: lastSteps, into: words, evaluation, holds)
    } else if let walks {
      markMany(of: lastSteps, into: words, evaluation, most: SequenceWalks.most, walks.find)
    }
  }

  private func holdsByMatch(_ contact: UInt32) -> Bool {
    var match = SequenceMatch(pattern)
    for track in tracks {
      track.events.chains.walk(contact, from: pattern.from, to: pattern.now) { row, time in
        match.add(time: time, selections: track.bits(of: row))
        return true
      }
    }
    return match.holds()
  }
}
