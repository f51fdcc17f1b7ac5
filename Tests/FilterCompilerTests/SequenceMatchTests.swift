import FilterCompiler
import TestSupport
import Testing

/// Steps in order, against trying every way.
@Suite struct SequenceMatchTests {
  private typealias Event = (time: Int64, selections: UInt64)

  private static func match(_ pattern: SequencePattern, _ events: [Event]) -> SequenceMatch {
    var match = SequenceMatch(pattern)
    for event in events { match.add(time: event.time, selections: event.selections) }
    return match
  }

  /// Tries every way, one after the other.
  private static func ways(_ pattern: SequencePattern, _ events: [Event]) -> Bool {
    let steps = pattern.hasUnwantedBefore.count
    var place = steps
    let unwanted = pattern.hasUnwantedBefore.map { has -> UInt64 in
      defer { if has { place += 1 } }
      return has ? 1 << UInt64(place) : 0
    }
    let unwantedAfter: UInt64 = pattern.hasUnwantedAfter ? 1 << UInt64(place) : 0
    func happens(_ bit: UInt64, from: Int64, to: Int64) -> Bool {
      events.contains { $0.selections & bit != 0 && from < $0.time && $0.time < to }
    }
    func goesOn(_ step: Int, after last: Int64, first: Int64) -> Bool {
      if step == steps {
        guard pattern.hasUnwantedAfter, let within = pattern.within else { return true }
        return pattern.now > first + within && !happens(unwantedAfter, from: last, to: first + within + 1)
      }
      return events.contains { event in
        event.selections & 1 << UInt64(step) != 0 && event.time > last && pattern.from <= event.time
          && event.time <= pattern.to && pattern.within.map { event.time - first <= $0 } ?? true
          && !happens(unwanted[step], from: last, to: event.time) && goesOn(step + 1, after: event.time, first: first)
      }
    }
    return events.contains { event in
      event.selections & 1 != 0 && pattern.from <= event.time && event.time <= pattern.to
        && goesOn(1, after: event.time, first: event.time)
    }
  }

  @Test func everyWayIsFoundAndNoOther() {
    var generator = TestSeed().generator(41)
    var held = 0
    for _ in 0..<5000 {
      let steps = 1 + generator.below(4)
      var pattern = SequencePattern(
        hasUnwantedBefore: (0..<steps).map { $0 > 0 && generator.chance(0.4) }, hasUnwantedAfter: generator.chance(0.4),
        within: generator.chance(0.6) ? generator.whole(1...12) : nil, from: generator.whole(-2...3),
        to: generator.whole(8...20), now: 20)
      if pattern.within == nil { pattern.hasUnwantedAfter = false }
      if steps == 1, !pattern.hasUnwantedAfter { continue }
      let events = (0..<generator.below(14)).map { _ -> Event in
        (generator.whole(0...20), UInt64(generator.below(256)))
      }
      let match = Self.match(pattern, events)
      let expected = Self.ways(pattern, events)
      #expect(match.holds() == expected, "\(pattern) of \(events)")
      if expected { held += 1 }
      guard let taken = match.steps() else {
        #expect(!expected)
        continue
      }
      // The way that is shown is one.
      let only = events.filter { event in taken.contains(event.time) || event.selections >> UInt64(steps) != 0 }
      #expect(Self.ways(pattern, only.map { ($0.time, $0.selections) }), "\(pattern) by \(taken) of \(events)")
      #expect(taken == taken.sorted() && Set(taken).count == steps)
    }
    #expect(held > 500)
  }

  /// Each event is looked at once or so: trying each first step anew would be ten thousand million looks.
  @Test(.timeLimit(.minutes(1))) func aHundredThousandEventsAreNoTrouble() {
    let week: Int64 = 7 * 86_400_000
    var pattern = SequencePattern(
      hasUnwantedBefore: [false, true], hasUnwantedAfter: false, within: week, from: 0, to: .max, now: .max)
    let views = (0..<100_000).map { n -> Event in (Int64(n) * 1000, n.isMultiple(of: 3) ? 0b101 : 0b001) }
    #expect(!Self.match(pattern, views).holds())
    pattern.hasUnwantedBefore = [false]
    pattern.hasUnwantedAfter = true
    let unwanted = views.map { ($0.time, $0.selections == 0b101 ? 0b011 : 0b001) as Event }
    // Only after the last view nothing happens any more.
    #expect(Self.match(pattern, unwanted).steps() == [99_999_000])
  }
}
