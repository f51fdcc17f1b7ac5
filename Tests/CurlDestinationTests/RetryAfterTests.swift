import SegmentModel
import Testing

@testable import CurlDestination

struct RetryAfterTests {
  /// 1994-11-06T08:49:37Z, the example of RFC 9110, less ten seconds.
  private let now = Instant(milliseconds: 784_111_767_000)

  @Test(arguments: [("0", 0), ("1", 1_000), ("120", 120_000), ("0010", 10_000)] as [(String, Int64)])
  func secondsBecomeMilliseconds(_ text: String, _ expected: Int64) {
    #expect(RetryAfter.milliseconds(text, now: now) == expected)
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func eachFormOfHTTPDateIsRead(_ text: String) {
    #expect(RetryAfter.milliseconds(text, now: now) == 10_000)
  }

  @Test func aDateInThePastIsNoWait() {
    #expect(RetryAfter.milliseconds("Sun, 06 Nov 1994 08:49:26 GMT", now: now) == 0)
  }

  @Test(arguments: ["", " ", "soon", "-5", "1.5", "Sun, 99 Nov 1994 08:49:37 GMT", String(repeating: "1", count: 65)])
  func anythingElseIsNothing(_ text: String) {
    #expect(RetryAfter.milliseconds(text, now: now) == nil)
  }

  @Test(arguments: ["99999999999999999999999", "9223372036854775807", "Fri, 31 Dec 2999 23:59:59 GMT"])
  func aVeryLongWaitIsAYear(_ text: String) {
    #expect(RetryAfter.milliseconds(text, now: now) == RetryAfter.longest)
  }
}
