import SegmentSync
import Testing

struct DeliverySlotsTests {
  private var slots = DeliverySlots()

  @Test mutating func anEndpointHasFourRequestsAtMost() {
    for segment in 1...4 { #expect(slots.take(endpoint: 1, segment: Int64(segment), failing: false) == nil) }
    #expect(slots.take(endpoint: 1, segment: 5, failing: false) == .endpoint)
    #expect(slots.take(endpoint: 2, segment: 5, failing: false) == nil)
    slots.free(endpoint: 1, segment: 3)
    #expect(slots.take(endpoint: 1, segment: 5, failing: false) == nil)
  }

  @Test mutating func aSegmentHasOneRequestAtMostInEachEndpoint() {
    #expect(slots.take(endpoint: 1, segment: 7, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: 7, failing: false) == .segment)
    #expect(slots.take(endpoint: 2, segment: 7, failing: false) == nil)
    slots.free(endpoint: 1, segment: 7)
    #expect(slots.take(endpoint: 1, segment: 7, failing: false) == nil)
  }

  @Test mutating func aMessageOfNoSegmentWaitsForNoOther() {
    #expect(slots.take(endpoint: 1, segment: nil, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: nil, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: 7, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: nil, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: nil, failing: false) == .endpoint)
  }

  @Test mutating func thereAreSixtyFourRequestsAtMost() {
    for endpoint in 1...16 {
      for segment in 1...4 {
        #expect(slots.take(endpoint: Int64(endpoint), segment: Int64(segment), failing: false) == nil)
      }
    }
    #expect(slots.take(endpoint: 17, segment: 1, failing: false) == .all)
    #expect(slots.requests == 64)
    slots.free(endpoint: 5, segment: 2)
    #expect(slots.take(endpoint: 17, segment: 1, failing: false) == nil)
  }

  @Test mutating func failingEndpointsHaveOneRequestEachAndSixteenTogether() {
    for endpoint in 1...16 {
      #expect(slots.take(endpoint: Int64(endpoint), segment: 1, failing: true) == nil)
      let second = slots.take(endpoint: Int64(endpoint), segment: 2, failing: true)
      #expect(second == (endpoint < 16 ? .endpoint : .failing))
    }
    #expect(slots.take(endpoint: 17, segment: 1, failing: true) == .failing)
    for endpoint in 101...112 {
      for segment in 1...4 {
        #expect(slots.take(endpoint: Int64(endpoint), segment: Int64(segment), failing: false) == nil)
      }
    }
    #expect(slots.requests == 64)
    slots.free(endpoint: 3, segment: 1)
    #expect(slots.take(endpoint: 17, segment: 1, failing: true) == nil)
  }

  @Test mutating func whatAnEndpointHasUnderWayWhenItBeginsToFailCountsAsFailing() {
    for endpoint in 1...5 {
      for segment in 1...4 {
        #expect(slots.take(endpoint: Int64(endpoint), segment: Int64(segment), failing: false) == nil)
      }
      slots.mark(endpoint: Int64(endpoint), failing: true)
    }
    #expect(slots.requestsToFailing == 20)
    #expect(slots.take(endpoint: 6, segment: 1, failing: true) == .failing)
    for segment in 1...4 { slots.free(endpoint: 1, segment: Int64(segment)) }
    #expect(slots.take(endpoint: 6, segment: 1, failing: true) == .failing)
    slots.free(endpoint: 2, segment: 1)
    #expect(slots.take(endpoint: 6, segment: 1, failing: true) == nil)
    slots.mark(endpoint: 3, failing: false)
    #expect(slots.requestsToFailing == 12)
  }

  @Test mutating func aProbeWaitsForTheRequestsBegunBefore() {
    #expect(slots.take(endpoint: 1, segment: 1, failing: false) == nil)
    #expect(slots.take(endpoint: 1, segment: 2, failing: true) == .endpoint)
    slots.free(endpoint: 1, segment: 1)
    #expect(slots.take(endpoint: 1, segment: 2, failing: true) == nil)
  }

  @Test mutating func givingBackWhatWasNotTakenChangesNothing() {
    #expect(slots.take(endpoint: 1, segment: 1, failing: false) == nil)
    slots.free(endpoint: 1, segment: 2)
    slots.free(endpoint: 1, segment: nil)
    slots.free(endpoint: 2, segment: 1)
    #expect(slots.requests == 1)
    slots.free(endpoint: 1, segment: 1)
    slots.free(endpoint: 1, segment: 1)
    #expect(slots.requests == 0)
  }

  /// Against a plain list of what is under way.
  @Test mutating func randomRequestsKeepToEveryLimit() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var generator = SplitMix(state: seed)
    var underWay: [(endpoint: Int64, segment: Int64?)] = []
    var failing: Set<Int64> = []
    for _ in 0..<20_000 {
      let endpoint = Int64.random(in: 1...40, using: &generator)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        if failing.remove(endpoint) == nil { failing.insert(endpoint) }
        slots.mark(endpoint: endpoint, failing: failing.contains(endpoint))
      case 1..<5:
        guard let index = underWay.indices.randomElement(using: &generator) else { continue }
        let request = underWay.remove(at: index)
        slots.free(endpoint: request.endpoint, segment: request.segment)
      default:
        let segment = Bool.random(using: &generator) ? Int64.random(in: 1...6, using: &generator) : nil
        let isFailing = failing.contains(endpoint)
        let own = underWay.filter { $0.endpoint == endpoint }
        let expected =
          underWay.count < 64 && own.count < (isFailing ? 1 : 4)
          && (segment == nil || !own.contains { $0.segment == segment })
          && (!isFailing || underWay.count { failing.contains($0.endpoint) } < 16)
        let limit = slots.take(endpoint: endpoint, segment: segment, failing: isFailing)
        #expect((limit == nil) == expected)
        if limit == nil { underWay.append((endpoint, segment)) }
      }
      #expect(slots.requests == underWay.count)
      #expect(slots.requestsToFailing == underWay.count { failing.contains($0.endpoint) })
    }
  }
}

/// Steele, Lea and Flood's generator: small, and the same everywhere for a seed.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
