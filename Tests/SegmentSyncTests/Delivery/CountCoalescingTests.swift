import SegmentModel
import SegmentSync
import Testing

struct CountCoalescingTests {
  private func state(
    minInterval: Int64 = 1_000, lastCount: Int64? = 4, lastBegunAt: Instant? = .at(0), isOutstanding: Bool = false
  ) -> CountCoalescing {
    CountCoalescing(
      minInterval: minInterval, lastCount: lastCount, lastBegunAt: lastBegunAt, isOutstanding: isOutstanding)
  }

  @Test func aNewEndpointGetsThePresentCountAtOnceWithoutAPreviousOne() {
    let new = state(lastCount: nil, lastBegunAt: nil)
    #expect(new.decide(count: 0, at: .at(0)) == .send(previousCount: nil))
  }

  @Test func aCountWaitsForTheInterval() {
    #expect(state().decide(count: 5, at: .at(0)) == .wait(until: .at(1_000)))
    #expect(state().decide(count: 5, at: .at(999)) == .wait(until: .at(1_000)))
    #expect(state().decide(count: 5, at: .at(1_000)) == .send(previousCount: 4))
  }

  @Test func withoutAnIntervalNothingWaits() {
    #expect(state(minInterval: 0).decide(count: 5, at: .at(0)) == .send(previousCount: 4))
    #expect(state(minInterval: -1).decide(count: 5, at: .at(0)) == .send(previousCount: 4))
  }

  @Test func aCountThatTheEndpointHasIsDropped() {
    #expect(state().decide(count: 4, at: .at(0)) == .drop)
    #expect(state().decide(count: 4, at: .at(60_000)) == .drop)
  }

  @Test func aCountWaitsBehindOneThatIsNotDelivered() {
    #expect(state(isOutstanding: true).decide(count: 5, at: .at(60_000)) == .waitForPrevious)
    // What that one says is not known to have arrived: an equal count may still have to be told.
    #expect(state(isOutstanding: true).decide(count: 4, at: .at(60_000)) == .waitForPrevious)
  }

  @Test func aClockThatWasSetBackHoldsNothing() {
    #expect(state().decide(count: 5, at: .at(-3_600_000)) == .send(previousCount: 4))
  }

  @Test func anIntervalWithoutEndDoesNotOverflow() {
    let instant = Instant(milliseconds: .max)
    #expect(state(minInterval: .max).decide(count: 5, at: .at(1)) == .wait(until: instant))
  }

  /// Whatever the changes, messages are an interval apart, each says what the one before said, and the last count
  /// arrives.
  @Test func theLastCountAlwaysArrives() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var sent: [(at: Int64, count: Int64)] = []
    var state = state(lastCount: nil, lastBegunAt: nil)
    var (count, noise): (Int64, UInt64) = (0, seed)
    for time in Int64(0)..<20_000 {
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if time < 18_000 && noise >> 60 == 0 { count += noise >> 59 & 1 == 0 ? 1 : -1 }
      guard case .send(let previous) = state.decide(count: count, at: .at(time)) else { continue }
      #expect(previous == sent.last?.count)
      if let last = sent.last { #expect(time - last.at >= 1_000 && count != last.count) }
      sent.append((time, count))
      state.lastCount = count
      state.lastBegunAt = .at(time)
    }
    #expect(sent.last?.count == count)
    #expect(sent.count > 2)
  }
}
