import HTTPTypes
import HummingbirdTesting
import SegmentModel
import StrataService
import TestSupport
import Testing

@testable import strata_ingest

@Suite struct RateTests {
  private let body = #"{"userId": "42", "event": "look"}"#

  @Test func keyBeyondItsRateIsToldWhenToComeAgain() async throws {
    let fixture = try IngestFixture { $0.ratePerKey = 1 }
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      let batch = "{\"batch\": [\(Array(repeating: "{}", count: 15).joined(separator: ","))]}"
      #expect(try await client.post("/v1/batch", batch, key: key).status == .ok)
      let refused = try await client.post("/v1/track", body, key: key)
      #expect(refused.status == .tooManyRequests)
      #expect(refused.code == "rateLimited")
      #expect(refused.json?["message"]?.stringValue?.isEmpty == false)
      #expect(refused.headers[.retryAfter] == "5")
      #expect(refused.headers[.accessControlExposeHeaders]?.contains("Retry-After") == true)
      #expect(
        fixture.services.metrics.text().contains(#"strata_ingest_refused_requests_total{code="rateLimited"} 1"#))
      fixture.clock.advance(milliseconds: 5000)
      #expect(try await client.post("/v1/track", body, key: key).status == .ok)
    }
  }

  @Test func settingsBoundTheRatesUnlessTheyAreZero() throws {
    let settings = { (given: [String: String]) in
      IngestSettings(try Configuration(Settings.all(of: .ingest), given: given, environment: [:]))
    }
    let standard = try settings([:])
    #expect(standard.ratePerKey == 50_000)
    #expect(standard.ratePerAddress == 1000)
    let none = try settings(["rate-per-key": "0", "rate-per-address": "0"])
    #expect(none.ratePerKey == nil && none.ratePerAddress == nil)
  }
}
