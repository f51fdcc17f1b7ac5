import EventIngest
import SegmentModel
import Testing

@testable import IngestDialects

@Suite struct RefusedMessageTests {
  @Test func whatIsKeptOfAMessageHasNeitherKeyNorProof() throws {
    let body = #"{"userId":"a","writeKey":"wks_secret","context":{"proof":"p","locale":"de"}}"#
    let batch = try TrackingAPI().read(
      IngestRequest(method: "POST", path: "/v1/track", body: Array(body.utf8), receivedAt: Instant(milliseconds: 0)))
    #expect(batch.items.map(\.body.text) == [#"{"userId":"a","context":{"locale":"de"}}"#])
  }
}
