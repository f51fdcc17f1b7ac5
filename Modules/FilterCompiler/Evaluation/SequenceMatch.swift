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

  package func holds() -> Bool { first(in: ordered()) != nil }

  /// When the steps were taken, in one way in which they were; nil where they were not.
  package func steps() -> [Int64]? {
    let moments = ordered()
    guard let first = first(in: moments) else { return nil }
    return way(from: first, in: moments)
  }

  /// Where the first step of some way is. One pass: what is kept for each step is every first step from which it was
  /// reached, with nothing unwanted since.
  private func first(in moments: [Moment]) -> Int? {
    let last = pattern.hasUnwantedBefore.count - 1
    var open = Array(repeating: RangeSet<Int>(), count: last + 1)
    let unwanted = unwantedBits
    let ends = pattern.hasUnwantedAfter ? Self.next(unwanted.after, in: moments) : []
    for (place, moment) in moments.enumerated() {
      var reached: [(step: Int, firsts: RangeSet<Int>)] = []
      for step in open.indices.dropFirst() where moment.selections & 1 << UInt64(step) != 0 {
        let firsts = open[step - 1]
        if firsts.isEmpty { continue }
        if step == last, let first = found(firsts, at: place, in: moments, ends) { return first }
        reached.append((step, firsts))
      }
      for (step, bit) in unwanted.before.enumerated().dropFirst() where moment.selections & bit != 0 {
        open[step - 1] = RangeSet()
      }
      for (step, firsts) in reached { open[step].formUnion(firsts) }
      if moment.selections & 1 != 0 {
        if last == 0, let first = found(RangeSet([place..<place + 1]), at: place, in: moments, ends) { return first }
        open[0].insert(contentsOf: place..<place + 1)
      }
    }
    return nil
  }

  /// A first step from which the last one at `place` is a whole way.
  /// - Parameter ends: for each moment, the time of the next one after it of what must not happen after the last step.
  private func found(_ firsts: RangeSet<Int>, at place: Int, in moments: [Moment], _ ends: [Int64]) -> Int? {
    guard let within = pattern.within else { return firsts.ranges.first?.lowerBound }
    // Not so long ago that the last step is too late for it.
    let earliest = moments[place].time.subtractingSaturating(within)
    for range in firsts.ranges {
      guard let first = range.first(from: { moments[$0].time >= earliest }) else { continue }
      guard pattern.hasUnwantedAfter else { return first }
      // All of the time for it is over, and nothing unwanted happened in what was left of it.
      let end = moments[first].time.addingSaturating(within)
      if end < pattern.now, end < ends[place] { return first }
    }
    return nil
  }

  private static func next(_ bit: UInt64, in moments: [Moment]) -> [Int64] {
    var next = Int64.max
    var times = Array(repeating: next, count: moments.count)
    for place in moments.indices.reversed() {
      times[place] = next
      if moments[place].selections & bit != 0 { next = moments[place].time }
    }
    return times
  }

  /// Bits of what must not happen before each step (0: nothing is unwanted), and after the last.
  private var unwantedBits: (before: [UInt64], after: UInt64) {
    var place = pattern.hasUnwantedBefore.count
    let before = pattern.hasUnwantedBefore.map { hasUnwanted -> UInt64 in
      guard hasUnwanted else { return 0 }
      defer { place += 1 }
      return 1 << UInt64(place)
    }
    return (before, pattern.hasUnwantedAfter ? 1 << UInt64(place) : 0)
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

  /// The times of one way from a first step from which there is one.
  private func way(from first: Int, in moments: [Moment]) -> [Int64]? {
    let end = pattern.within.map { moments[first].time.addingSaturating($0) } ?? .max
    /// Where each step can be.
    var places = [[first]]
    for (step, unwanted) in unwantedBits.before.enumerated().dropFirst() {
      let before = places[places.count - 1]
      places.append(followers(of: before, step: 1 << UInt64(step), unwanted: unwanted, until: end, in: moments))
    }
    guard var place = places[places.count - 1].last else { return nil }
    // Backwards: the latest place before leaves the least between the two; so does the latest of the last step.
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

extension Range<Int> {
  /// The first place that satisfies what all after it do; the times of moments rise.
  fileprivate func first(from isAfter: (Int) -> Bool) -> Int? {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(middle) { high = middle } else { low = middle + 1 }
    }
    return low < upperBound ? low : nil
  }
}

extension Int64 {
  fileprivate func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? .min : difference
  }
}
