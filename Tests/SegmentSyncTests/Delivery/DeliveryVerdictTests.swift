import SegmentSync
import Testing

struct DeliveryVerdictTests {
  private func verdict(_ status: Int, retryAfter: Int64? = nil) -> DeliveryVerdict {
    DeliveryVerdict(.answered(status: status, retryAfter: retryAfter, bodyPrefix: [], milliseconds: 1))
  }

  @Test func everyStatusHasItsVerdict() {
    for status in 0..<1_000 {
      let expected: DeliveryVerdict =
        switch status {
        case 200...299: .delivered
        case 410: .gone
        case 408, 425, 429: .failed(retryAfter: 7)
        case 400...499: .refused(retryAfter: 7)
        default: .failed(retryAfter: 7)
        }
      #expect(verdict(status, retryAfter: 7) == expected, "\(status)")
    }
  }

  @Test(arguments: [301, 302, 303, 304, 307, 308]) func aRedirectIsAFailure(_ status: Int) {
    #expect(verdict(status) == .failed(retryAfter: nil))
  }

  @Test(arguments: DeliveryFailure.Code.allCases) func noAnswerIsAFailureUnlessItIsOurs(_ code: DeliveryFailure.Code) {
    let ours: Set<DeliveryFailure.Code> = [.overloaded, .shutDown, .clientError]
    let verdict = DeliveryVerdict(.failed(DeliveryFailure(code, "A sentence."), milliseconds: 1))
    #expect(verdict == (ours.contains(code) ? .unsent : .failed(retryAfter: nil)))
  }
}
