import SegmentModel
import SegmentSync
import Testing

/// Gives the same number always: the least, the middle or the greatest jitter.
struct FixedGenerator: RandomNumberGenerator {
  var value: UInt64

  mutating func next() -> UInt64 { value }

  static let least = FixedGenerator(value: 0)
  static let middle = FixedGenerator(value: 1 << 63)
  static let greatest = FixedGenerator(value: .max)
}

extension Instant {
  /// Some day, and so many milliseconds.
  static func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_750_000_000_000 + milliseconds) }
}

private let second: Int64 = 1_000
private let minute = 60 * second
private let hour = 60 * minute
private let day = 24 * hour

struct EndpointBackoffTests {
  private var generator = FixedGenerator.middle
  private var endpoint = EndpointBackoff()

  /// Fails until `failures` in a row, each probe at the instant it may be; gives the instant of the last.
  private mutating func fail(times failures: Int, from start: Instant = .at(0)) -> Instant {
    var now = start
    for number in 0..<failures {
      if number > 0 { now = endpoint.nextAttemptAt ?? now }
      _ = endpoint.record(.failed(retryAfter: nil), probe: number > 0, refusals: 0, at: now, using: &generator)
    }
    return now
  }

  @Test func anEndpointThatIsWellMayGetEverything() {
    #expect(endpoint.permit(at: .at(0)) == .all)
    #expect(!endpoint.isFailing)
  }

  @Test mutating func theWaitsGrowAsWritten() {
    let waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour, 6 * hour]
    var now = Instant.at(0)
    for (number, wait) in (waits + [6 * hour, 6 * hour]).enumerated() {
      let action = endpoint.record(
        .failed(retryAfter: nil), probe: number > 0, refusals: 0, at: now, using: &generator)
      let next = now.advanced(milliseconds: wait)
      #expect(action == .retry(at: next, refusals: 0))
      #expect(endpoint.consecutiveFailures == number + 1)
      #expect(endpoint.failingSince == .at(0))
      #expect(endpoint.permit(at: next.advanced(milliseconds: -1)) == .nothing(until: next))
      #expect(endpoint.permit(at: next) == .probe)
      now = next
    }
  }

  @Test(arguments: 1...12) func jitterIsTwentyPercentEitherWay(_ failures: Int) {
    var (least, middle, greatest) = (FixedGenerator.least, FixedGenerator.middle, FixedGenerator.greatest)
    let wait = DeliveryPolicy.wait(afterFailures: failures, using: &middle)
    #expect(DeliveryPolicy.wait(afterFailures: failures, using: &least) == wait * 8 / 10)
    #expect(DeliveryPolicy.wait(afterFailures: failures, using: &greatest) == wait * 12 / 10)
  }

  @Test mutating func theFirstSuccessOfAProbeReleasesTheRest() {
    let now = fail(times: 6)
    let action = endpoint.record(.delivered, probe: true, refusals: 0, at: now, using: &generator)
    #expect(action == .delivered(releases: true))
    #expect(endpoint == EndpointBackoff())
    #expect(endpoint.permit(at: now) == .all)
  }

  @Test mutating func aSuccessWhileWellReleasesNothing() {
    let action = endpoint.record(.delivered, probe: false, refusals: 0, at: .at(0), using: &generator)
    #expect(action == .delivered(releases: false))
  }

  @Test mutating func requestsBegunBeforeABreakdownCountOnce() {
    let now = fail(times: 1)
    let before = endpoint
    for _ in 0..<3 {
      let action = endpoint.record(.failed(retryAfter: nil), probe: false, refusals: 0, at: now, using: &generator)
      #expect(action == .retry(at: .at(5 * second), refusals: 0))
    }
    #expect(endpoint == before)
    let action = endpoint.record(.delivered, probe: false, refusals: 0, at: now, using: &generator)
    #expect(action == .delivered(releases: false))
    #expect(endpoint == before)
  }

  @Test mutating func retryAfterIsHonouredWhereItIsLonger() {
    let longer = endpoint.record(
      .failed(retryAfter: 90 * second), probe: false, refusals: 0, at: .at(0), using: &generator)
    #expect(longer == .retry(at: .at(90 * second), refusals: 0))
    #expect(endpoint.permit(at: .at(89 * second)) == .nothing(until: .at(90 * second)))
    let shorter = endpoint.record(
      .failed(retryAfter: second), probe: true, refusals: 0, at: .at(90 * second), using: &generator)
    #expect(shorter == .retry(at: .at(120 * second), refusals: 0))
  }

  @Test mutating func retryAfterOfALateAnswerIsHonouredToo() {
    let now = fail(times: 1)
    let action = endpoint.record(
      .failed(retryAfter: minute), probe: false, refusals: 0, at: now, using: &generator)
    #expect(action == .retry(at: .at(minute), refusals: 0))
    #expect(endpoint.consecutiveFailures == 1)
  }

  @Test(arguments: [.max, 365 * day, day + 1] as [Int64])
  mutating func retryAfterIsADayAtMost(_ retryAfter: Int64) {
    let action = endpoint.record(
      .failed(retryAfter: retryAfter), probe: false, refusals: 0, at: .at(0), using: &generator)
    #expect(action == .retry(at: .at(day), refusals: 0))
  }

  @Test mutating func theFifthRefusalIsTheDeathOfAMessage() {
    var now = Instant.at(0)
    for refusals in 0..<4 {
      let action = endpoint.record(
        .refused(retryAfter: nil), probe: refusals > 0, refusals: refusals, at: now, using: &generator)
      let next = endpoint.nextAttemptAt ?? now
      #expect(action == .retry(at: next, refusals: refusals + 1))
      now = next
    }
    #expect(now == .at(5 * second + 30 * second + 2 * minute + 10 * minute))
    let action = endpoint.record(.refused(retryAfter: nil), probe: true, refusals: 4, at: now, using: &generator)
    #expect(action == .deadLetter(next: now.advanced(milliseconds: 5 * second)))
  }

  @Test mutating func theMessageBehindADeadOneIsTriedSoonAndReleasesTheRest() {
    let died = fail(times: 7)
    _ = endpoint.record(.refused(retryAfter: nil), probe: true, refusals: 4, at: died, using: &generator)
    let next = died.advanced(milliseconds: 5 * second)
    #expect(endpoint.permit(at: next) == .probe)
    var other = endpoint
    let success = other.record(.delivered, probe: true, refusals: 0, at: next, using: &generator)
    #expect(success == .delivered(releases: true))
    // An endpoint that refuses that one as well is not asked as often as a new one.
    let refusal = endpoint.record(.refused(retryAfter: nil), probe: true, refusals: 0, at: next, using: &generator)
    #expect(refusal == .retry(at: next.advanced(milliseconds: 6 * hour), refusals: 1))
  }

  @Test mutating func retryAfterHoldsBackTheMessageBehindADeadOne() {
    let now = fail(times: 4)
    let action = endpoint.record(
      .refused(retryAfter: minute), probe: true, refusals: 4, at: now, using: &generator)
    #expect(action == .deadLetter(next: now.advanced(milliseconds: minute)))
  }

  @Test mutating func aLateRefusalDoesNotShortenTheWait() {
    let now = fail(times: 6)
    let next = endpoint.nextAttemptAt
    let action = endpoint.record(.refused(retryAfter: nil), probe: false, refusals: 4, at: now, using: &generator)
    #expect(action == .deadLetter(next: now.advanced(milliseconds: hour)))
    #expect(endpoint.nextAttemptAt == next)
  }

  @Test mutating func anyOtherFailureIsNoRefusal() {
    let action = endpoint.record(.failed(retryAfter: nil), probe: false, refusals: 4, at: .at(0), using: &generator)
    #expect(action == .retry(at: .at(5 * second), refusals: 4))
  }

  @Test(arguments: [false, true]) mutating func goneDisables(_ failing: Bool) {
    let now = failing ? fail(times: 3) : .at(0)
    let action = endpoint.record(.gone, probe: failing, refusals: 0, at: now, using: &generator)
    #expect(action == .disable(.gone))
  }

  @Test mutating func fiveDaysOfFailureDisable() {
    _ = fail(times: 1)
    let before = endpoint.record(
      .failed(retryAfter: nil), probe: true, refusals: 0, at: .at(5 * day - 1), using: &generator)
    #expect(before == .retry(at: .at(5 * day - 1 + 30 * second), refusals: 0))
    var other = endpoint
    let failed = endpoint.record(
      .failed(retryAfter: nil), probe: true, refusals: 0, at: .at(5 * day), using: &generator)
    #expect(failed == .disable(.failedTooLong))
    let refused = other.record(.refused(retryAfter: nil), probe: true, refusals: 4, at: .at(5 * day), using: &generator)
    #expect(refused == .disable(.failedTooLong))
  }

  @Test mutating func aSuccessBeginsTheFiveDaysAnew() {
    _ = fail(times: 1)
    _ = endpoint.record(.delivered, probe: true, refusals: 0, at: .at(4 * day), using: &generator)
    let action = endpoint.record(
      .failed(retryAfter: nil), probe: false, refusals: 0, at: .at(6 * day), using: &generator)
    #expect(action == .retry(at: .at(6 * day + 5 * second), refusals: 0))
    #expect(endpoint.failingSince == .at(6 * day))
  }

  @Test mutating func aFailureOfOurOwnChangesNothing() {
    let now = fail(times: 3)
    let before = endpoint
    let action = endpoint.record(.unsent, probe: true, refusals: 2, at: now, using: &generator)
    #expect(action == .sendAgain(from: now.advanced(milliseconds: second)))
    #expect(endpoint == before)
  }

  @Test mutating func itIsRestoredFromItsColumns() {
    let now = fail(times: 5)
    let restored = EndpointBackoff(
      consecutiveFailures: endpoint.consecutiveFailures, failingSince: endpoint.failingSince,
      nextAttemptAt: endpoint.nextAttemptAt)
    #expect(restored == endpoint)
    #expect(restored.permit(at: now) == .nothing(until: now.advanced(milliseconds: 30 * minute)))
  }

  @Test mutating func columnsThatContradictEachOtherAreRead() {
    let well = EndpointBackoff(consecutiveFailures: 0, failingSince: .at(0), nextAttemptAt: .at(hour))
    #expect(well == EndpointBackoff())
    #expect(EndpointBackoff(consecutiveFailures: -1, failingSince: nil, nextAttemptAt: nil) == EndpointBackoff())
    endpoint = EndpointBackoff(consecutiveFailures: 2, failingSince: nil, nextAttemptAt: nil)
    #expect(endpoint.permit(at: .at(0)) == .probe)
    let action = endpoint.record(.failed(retryAfter: nil), probe: true, refusals: 0, at: .at(0), using: &generator)
    #expect(action == .retry(at: .at(2 * minute), refusals: 0))
    #expect(endpoint.failingSince == .at(0))
  }
}
