import FilterCompiler

/// Steps alone, without anything that must not happen: from a contact's newest event to its oldest, for each step how
/// soon the last one can follow. That only falls, so that no event has to be kept.
///
/// Many contacts are walked along at once, an event of each in turn: while the next one of a contact is on its way from
/// memory, so are those of the others.
final class SequenceWalks {
  /// At once; what is known of so many stays in the fastest cache.
  static let most = 256

  /// What a walk along a track looks at, without anything to be counted or copied.
  private struct Chain {
    let events: EventChains
    /// Selections that every event of the track is of.
    let always: UInt64
    let hasMatchers: Bool

    /// - Parameter track: kept as long as this.
    init(_ track: EventSequence.Track) {
      events = track.events.chains
      always = track.selections.reduce(0) { $1.matcher == nil ? $0 | $1.bit : $0 }
      hasMatchers = track.selections.contains { $0.matcher != nil }
    }
  }

  private let tracks: [EventSequence.Track]
  private let chains: [Chain]
  /// Place of the track of the first step.
  private let firstTrack: Int
  private let stepCount: Int
  private let window: ClosedRange<Int64>
  private let within: Int64

  /// Nil where nobody can have taken the steps.
  /// - Parameter pattern: without anything that must not happen, so that every selection is a step.
  init?(_ pattern: SequencePattern, _ tracks: [EventSequence.Track]) {
    guard pattern.from <= pattern.to,
      let first = tracks.firstIndex(where: { $0.selections.contains { $0.bit == 1 } })
    else { return nil }
    self.tracks = tracks
    chains = tracks.map(Chain.init)
    firstTrack = first
    stepCount = pattern.hasUnwantedBefore.count
    window = pattern.from...pattern.to
    within = pattern.within ?? .max
  }

  /// What is known of one walk, a number each.
  private struct Walk {
    let numbers: UnsafeMutablePointer<Int64>
    let trackCount: Int

    static func size(tracks: Int, steps: Int) -> Int { 3 + 3 * tracks + steps }

    /// Of the last event, of whose moment there may be more.
    var moment: Int64 {
      get { numbers[0] }
      nonmutating set { numbers[0] = newValue }
    }
    /// Steps that were taken in that moment, a bit each.
    var taken: UInt64 {
      get { UInt64(bitPattern: numbers[1]) }
      nonmutating set { numbers[1] = Int64(bitPattern: newValue) }
    }
    /// Place of the track of the last event.
    var moved: Int {
      get { Int(numbers[2]) }
      nonmutating set { numbers[2] = Int64(newValue) }
    }
    /// By track, row + 1 of the next event; 0: there is none.
    var next: UnsafeMutablePointer<Int64> { numbers + 3 }
    /// By track, the time of that event; what is before all times: there is none.
    var times: UnsafeMutablePointer<Int64> { numbers + 3 + trackCount }
    /// By track, row + 1 of the event before that one; 0: there is none.
    var afterNext: UnsafeMutablePointer<Int64> { numbers + 3 + 2 * trackCount }
    /// By step, the time of the soonest last step that can follow it; what is after all times: none can.
    var ends: UnsafeMutablePointer<Int64> { numbers + 3 + 3 * trackCount }

    /// Looks up what is known of the next event of a track, also where there is none: half of the chains end there,
    /// which no processor foresees.
    @inline(__always)
    func look(along track: Int, _ events: EventChains) {
      let row = Int(max(next[track], 1)) - 1
      let (time, before) = (events.times[row], events.previous[row])
      times[track] = next[track] == 0 ? .min : time
      afterNext[track] = next[track] == 0 ? 0 : Int64(before)
    }
  }

  /// - Parameters:
  ///   - contacts: `most` at most.
  ///   - body: is given those who took the steps, in any order.
  func find(_ contacts: UnsafeBufferPointer<UInt32>, _ body: (_ contact: UInt32) -> Void) {
    let size = Walk.size(tracks: chains.count, steps: stepCount)
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: contacts.count * size) { numbers in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: contacts.count) { places in
        guard let numbers = numbers.baseAddress, let places = places.baseAddress else { return }
        chains.withUnsafeBufferPointer { chains in
          let walks = { Walk(numbers: numbers + $0 * size, trackCount: chains.count) }
          var left = 0
          for (place, contact) in contacts.enumerated() where begin(walks(place), contact, chains) {
            places[left] = place
            left += 1
          }
          for place in 0..<left {
            let walk = walks(places[place])
            for track in chains.indices { walk.look(along: track, chains[track].events) }
          }
          while left > 0 { left = takeTurn(places, left, walks, chains) { body(contacts[$0]) } }
        }
      }
    }
  }

  /// - Returns: whether the contact has events of each name.
  @inline(__always)
  private func begin(_ walk: Walk, _ contact: UInt32, _ chains: UnsafeBufferPointer<Chain>) -> Bool {
    (walk.moment, walk.taken) = (.max, 0)
    for track in chains.indices {
      walk.next[track] = Int64(chains[track].events.heads[contact])
      if walk.next[track] == 0 { return false }
    }
    walk.ends.update(repeating: .max, count: stepCount)
    return true
  }

  /// Each walk goes one event further.
  /// - Returns: how many are left; their places come first.
  @inline(__always)
  private func takeTurn(
    _ places: UnsafeMutablePointer<Int>, _ count: Int, _ walks: (Int) -> Walk, _ chains: UnsafeBufferPointer<Chain>,
    _ found: (_ place: Int) -> Void
  ) -> Int {
    var left = 0
    for turn in 0..<count {
      let place = places[turn]
      let walk = walks(place)
      var (track, time) = (0, walk.times[0])
      for other in chains.indices where walk.times[other] > time { (track, time) = (other, walk.times[other]) }
      if time != walk.moment {
        if isTaken(walk) {
          found(place)
          continue
        }
        // Whoever has no first step left can take no steps.
        if time < window.lowerBound || walk.next[firstTrack] == 0 { continue }
        (walk.moment, walk.taken) = (time, 0)
      }
      let row = Int(walk.next[track]) - 1
      if time <= window.upperBound {
        walk.taken |= chains[track].hasMatchers ? tracks[track].bits(of: row) : chains[track].always
      }
      walk.next[track] = walk.afterNext[track]
      walk.moved = track
      places[left] = place
      left += 1
    }
    for turn in 0..<left {
      let walk = walks(places[turn])
      walk.look(along: walk.moved, chains[walk.moved].events)
    }
    return left
  }

  /// Takes in the moment that is over.
  /// - Returns: whether all steps follow from it in time.
  @inline(__always)
  private func isTaken(_ walk: Walk) -> Bool {
    for step in 0..<stepCount where walk.taken >> UInt64(step) & 1 != 0 {
      // What follows is of later moments: this one's later steps are not entered yet.
      walk.ends[step] = step == stepCount - 1 ? walk.moment : walk.ends[step + 1]
    }
    return walk.taken & 1 != 0 && walk.ends[0] != .max && walk.ends[0] - walk.moment <= within
  }
}
