import SegmentModel
import Testing

@testable import EventIngest

/// Times of the message table of http-api, row "all".
@Suite struct MessageTimeTests {
  private func time(_ timestamp: Int64?, sentAt: Int64? = nil) -> Int64 {
    let seconds = { (seconds: Int64) in Instant.noon.advanced(milliseconds: seconds * 1000) }
    let time = MessageTime.corrected(
      timestamp: timestamp.map(seconds), sentAt: sentAt.map(seconds), receivedAt: .noon)
    return (time.milliseconds - Instant.noon.milliseconds) / 1000
  }

  @Test func messageWithoutTimestampHappenedWhenItWasReceived() {
    #expect(time(nil) == 0)
    #expect(time(nil, sentAt: -7200) == 0)
  }

  @Test func timestampCountsAsItIsWithoutSentAt() {
    #expect(time(-500) == -500)
    #expect(time(500) == 500)
  }

  @Test func skewOverAMinuteIsCorrectedEitherWay() {
    #expect(time(-7210, sentAt: -7200) == -10)
    #expect(time(7190, sentAt: 7200) == -10)
    #expect(time(-71, sentAt: -61) == -10)
  }

  @Test func skewOfAMinuteOrLessIsLeftAlone() {
    #expect(time(-70, sentAt: -60) == -70)
    #expect(time(50, sentAt: 60) == 50)
    #expect(time(-10, sentAt: 0) == -10)
  }

  @Test func timeMoreThanADayAheadBecomesThatOfReceipt() {
    #expect(time(86_400) == 86_400)
    #expect(time(86_401) == 0)
    #expect(time(90_000 - 7200, sentAt: -7200) == 0)
  }

  @Test func correctionStaysWithinTheCalendar() {
    let first = Instant.range.lowerBound
    let sentAt = Instant.range.upperBound
    #expect(MessageTime.corrected(timestamp: first, sentAt: sentAt, receivedAt: .noon) == first)
  }
}
