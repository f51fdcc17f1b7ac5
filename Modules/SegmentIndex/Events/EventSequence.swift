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

  /// What a walk along a track looks at, without anything to be counted or copied.
  private struct Chain {
    let events: EventChains
    /// Selections that every event of the track is of.
    let always: UInt64
    let hasMatchers: Bool

    /// - Parameter track: kept as long as this.
    init(_ track: Track) {
      events = track.events.chains
      always = track.selections.reduce(0) { $1.matcher == nil ? $0 | $1.bit : $0 }
      hasMatchers = track.selections.contains { $0.matcher != nil }
    }
  }

  private let pattern: SequencePattern
  private let tracks: [Track]
  private let chains: [Chain]
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
    chains = self.tracks.map(Chain.init)
    lastSteps = test.steps.last.flatMap { index.events[$0.events.name]?.columns }
    lastChains = lastSteps?.chains
  }

  func holds(_ contact: UInt32) -> Bool {
    guard let lastChains, lastChains.heads[contact] != 0 else { return false }
    return hasUnwanted ? holdsByMatch(contact) : holdsBackwards(contact)
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    if let lastSteps { markOneByOne(of: lastSteps, into: words, evaluation, holds) }
  }

  private func holdsByMatch(_ contact: UInt32) -> Bool {
    var match = SequenceMatch(pattern)
    for (track, chain) in zip(tracks, chains) {
      chain.events.walk(contact, from: pattern.from, to: pattern.now) { row, time in
        match.add(time: time, selections: track.bits(of: row))
        return true
      }
    }
    return match.holds()
  }

  /// Steps alone, without anything that must not happen: from the newest event to the oldest, for each step how soon the
  /// last one can follow. That only falls, so that nothing has to be kept.
  private func holdsBackwards(_ contact: UInt32) -> Bool {
    let stepCount = pattern.hasUnwantedBefore.count
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: tracks.count) { next in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: stepCount) { ends in
        for place in next.indices {
          next[place] = chains[place].events.heads[contact]
          // Every selection is a step, so that each track has one.
          if next[place] == 0 { return false }
        }
        ends.initialize(repeating: .max)
        while let moment = takeLatest(next) {
          if moment.time < pattern.from { return false }
          if moment.time > pattern.to { continue }
          for step in 0..<stepCount where moment.bits >> UInt64(step) & 1 != 0 {
            // What follows is of later moments: this one's later steps are not entered yet.
            ends[step] = step == stepCount - 1 ? moment.time : ends[step + 1]
          }
          if moment.bits & 1 != 0, ends[0] != .max, ends[0] - moment.time <= pattern.within ?? .max { return true }
        }
        return false
      }
    }
  }

  /// The latest moment that is left, with all that happened then.
  @inline(__always)
  private func takeLatest(_ next: UnsafeMutableBufferPointer<UInt32>) -> (time: Int64, bits: UInt64)? {
    var latest: Int64?
    for place in next.indices where next[place] != 0 {
      latest = max(latest ?? .min, chains[place].events.times[Int(next[place]) - 1])
    }
    guard let latest else { return nil }
    var bits: UInt64 = 0
    for place in next.indices {
      while next[place] != 0, chains[place].events.times[Int(next[place]) - 1] == latest {
        let row = Int(next[place]) - 1
        bits |= chains[place].always
        if chains[place].hasMatchers { bits |= tracks[place].bits(of: row) }
        next[place] = chains[place].events.previous[row]
      }
    }
    return (latest, bits)
  }
}
