import SegmentModel
import Testing

@testable import EventIngest

@Suite struct RateTests {
  private func request(at seconds: Int64 = 0, address: String? = "192.0.2.1") -> IngestRequest {
    IngestRequest(
      method: "POST", path: "/", receivedAt: Instant.noon.advanced(milliseconds: seconds * 1000), address: address)
  }

  private func refusal(
    _ rates: IngestRates, _ messages: Int, of source: Source?, _ request: IngestRequest
  ) -> IngestRefusal? {
    do throws(IngestRefusal) {
      try rates.admit(messages: messages, of: source, request)
      return nil
    } catch {
      return error
    }
  }

  @Test func keyIsRefusedBeyondItsBurstAndTakenAgainLater() {
    let rates = IngestRates(perKey: 10, burstSeconds: 2)
    #expect(refusal(rates, 20, of: .server, request()) == nil)
    // The last one before the bound is taken whole.
    #expect(refusal(rates, 10, of: .server, request()) == nil)
    let refused = refusal(rates, 1, of: .server, request())
    #expect(refused?.status == 429)
    #expect(refused?.code == "rateLimited")
    #expect(refused?.retryAfter == 1)
    #expect(refusal(rates, 1, of: .browser, request()) == nil)
    #expect(refusal(rates, 1, of: .server, request(at: 1)) == nil)
    #expect(refusal(rates, 1000, of: .server, request(at: 2)) == nil)
    #expect(refusal(rates, 1, of: .server, request(at: 3))?.retryAfter == 99)
  }

  @Test func addressIsBoundForWhatAnybodyCanSend() {
    let rates = IngestRates(perAddress: 1, burstSeconds: 1)
    for source in [Source.browser, nil] {
      let address = source == nil ? "192.0.2.1" : "192.0.2.2"
      let other = source == nil ? "192.0.2.3" : "192.0.2.4"
      #expect(refusal(rates, 2, of: source, request(address: address)) == nil)
      #expect(refusal(rates, 1, of: source, request(address: address))?.status == 429)
      #expect(refusal(rates, 1, of: .server, request(address: address)) == nil)
      #expect(refusal(rates, 1, of: source, request(address: other)) == nil)
      #expect(refusal(rates, 1, of: source, request(at: 60, address: other)) == nil)
    }
  }

  @Test func withoutABoundEverythingIsTaken() {
    let rates = IngestRates()
    for _ in 0..<100 { #expect(refusal(rates, 5000, of: .browser, request()) == nil) }
  }

  @Test func clockThatIsSetBackKeepsNobodyWaiting() {
    let rates = IngestRates(perKey: 10, burstSeconds: 2)
    #expect(refusal(rates, 10, of: .server, request(at: 3600)) == nil)
    #expect(refusal(rates, 1, of: .server, request()) == nil)
  }

  @Test func sendersAreForgottenAtTheBound() {
    var bound = RateBound<Int>(perSecond: 1, burstSeconds: 1)
    for sender in 0..<(3 * RateBound<Int>.capacity) {
      bound.note(5, of: sender, at: .noon)
      #expect(bound.count <= RateBound<Int>.capacity)
    }
  }
}
