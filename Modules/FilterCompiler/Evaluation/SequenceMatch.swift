package import SegmentModel

/// What a match of steps in order needs to know besides which events match which step: `SequenceTest` at one now.
package struct SequencePattern: Sendable, Equatable {
  /// For each step whether something must not happen before it.
  package var hasUnwantedBefore: [Bool]
  package var hasUnwantedAfter: Bool
  package var within: Int64?
  /// First and last millisecond in which a step may be; nothing where the second is before the first.
  package var from: Int64
  package var to: Int64
  package var now: Int64

  package init(_ test: SequenceTest, at now: Instant) {
    let (lower, upper) = test.window.instants(at: now)
    hasUnwantedBefore = test.steps.map { $0.notBefore != nil }
    hasUnwantedAfter = test.notAfter != nil
    within = test.within
    from = (lower ?? Instant.range.lowerBound).milliseconds
    to = min(upper ?? now, now).milliseconds
    self.now = now.milliseconds
  }

  package init(
    hasUnwantedBefore: [Bool], hasUnwantedAfter: Bool, within: Int64?, from: Int64, to: Int64, now: Int64
  ) {
    self.hasUnwantedBefore = hasUnwantedBefore
    self.hasUnwantedAfter = hasUnwantedAfter
    self.within = within
    self.from = from
    self.to = to
    self.now = now
  }
}

/// Whether the events of one contact hold steps in order.
/// Source: filter-language, "Sequences".
package struct SequenceMatch {
  /// What happened at one instant: bit i is set where an event of `SequenceTest.selections[i]` did.
  private struct Moment {
    var time: Int64
    var selections: UInt64
  }

  private let pattern: SequencePattern
  private var moments: [Moment] = []

  package init(_ pattern: SequencePattern) { self.pattern = pattern }

  /// Takes in an event that is not later than now, in any order.
  package mutating func add(time: Int64, selections: UInt64) {
    if selections != 0 { moments.append(Moment(time: time, selections: selections)) }
  }

  package func holds() -> Bool { steps() != nil }

  /// When the steps were taken, in one way in which they were; nil where they were not.
  package func steps() -> [Int64]? {
    let moments = ordered()
    let firsts = moments.indices.filter { moments[$0].selections & 1 != 0 }
    guard let within = pattern.within else { return way(from: firsts, until: .max, in: moments) }
    for first in firsts {
      let end = moments[first].time + within
      if pattern.hasUnwantedAfter, pattern.now <= end { continue }
      if let way = way(from: [first], until: end, in: moments) { return way }
    }
    return nil
  }

  /// One moment an instant, with steps only where they may be.
  private func ordered() -> [Moment] {
    let steps = (UInt64(1) << UInt64(pattern.hasUnwantedBefore.count)) - 1
    var ordered: [Moment] = []
    for var moment in moments.sorted(by: { $0.time < $1.time }) {
      if moment.time < pattern.from || moment.time > pattern.to { moment.selections &= ~steps }
      if let last = ordered.last, last.time == moment.time {
        ordered[ordered.count - 1].selections |= moment.selections
      } else {
        ordered.append(moment)
      }
    }
    return ordered
  }

  /// The times of one way from one of `firsts` to a last step after which, until `end`, nothing unwanted happened.
  private func way(from firsts: [Int], until end: Int64, in moments: [Moment]) -> [Int64]? {
    /// Where each step can be.
    var places = [firsts]
    var unwantedPlace = pattern.hasUnwantedBefore.count
    for (step, hasUnwanted) in pattern.hasUnwantedBefore.enumerated().dropFirst() {
      let unwanted: UInt64 = hasUnwanted ? 1 << UInt64(unwantedPlace) : 0
      if hasUnwanted { unwantedPlace += 1 }
      let before = places[places.count - 1]
      places.append(followers(of: before, step: 1 << UInt64(step), unwanted: unwanted, until: end, in: moments))
    }
    let unwantedAfter: UInt64 = pattern.hasUnwantedAfter ? 1 << UInt64(unwantedPlace) : 0
    let lastUnwanted = moments.lastIndex { $0.selections & unwantedAfter != 0 && $0.time <= end } ?? 0
    guard var place = places[places.count - 1].last, place >= lastUnwanted else { return nil }
    // Backwards: the latest place before leaves the least between the two.
    var way = [place]
    for step in places.indices.dropLast().reversed() {
      guard let before = places[step].last(where: { $0 < place }) else { return nil }
      way.append(before)
      place = before
    }
    return way.reversed().map { moments[$0].time }
  }

  /// Moments of a step that come strictly after one of `before`, with nothing unwanted strictly between the two.
  private func followers(
    of before: [Int], step: UInt64, unwanted: UInt64, until end: Int64, in moments: [Moment]
  ) -> [Int] {
    var found: [Int] = []
    var waiting = before[...]
    var isOpen = false
    for (place, moment) in moments.enumerated() {
      if moment.time > end { break }
      if isOpen, moment.selections & step != 0 { found.append(place) }
      if moment.selections & unwanted != 0 { isOpen = false }
      if waiting.first == place {
        waiting.removeFirst()
        isOpen = true
      }
    }
    return found
  }
}
