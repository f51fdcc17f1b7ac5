import SegmentModel
import Testing

@testable import EventIngest

/// Of somebody erased nothing is kept, not even a message that is refused before it is looked at whose it is.
@Suite struct ErasureMentionsTests {
  private static let erased: Set<Identifier> = Set(
    [
      Identifier(.userId, "ann-7"), Identifier(.userId, "7"), Identifier(.anonymousId, "dev"),
      Identifier(.email, "ann@example.com"), Identifier(.phone, "+491701234567"), Identifier(.code, "K1"),
    ].compactMap(\.self))

  private static func kept(_ body: JSONValue, erasing erased: Set<Identifier> = erased) throws -> [RejectedMessage] {
    let log = MemoryProfileLog()
    log.change { $0.suppressed = erased }
    let item = IngestItem(
      index: 0, receivedAt: .noon, body: body, content: .failure(Rejection(.badTimestamp, "why")))
    let result = try log.write { transaction in
      let writer = GroupWriter(
        transaction, isolation: .none, keepsRejected: true,
        mentions: ErasureMentions(namesOfIDs: ["distinct_id", "$anon_distinct_id", "$distinct_ids", "alias"]))
      var reports = ClashReports()
      return try writer.write(item, source: .server, reports: &reports)
    }.value
    #expect(result.rejection == "badTimestamp")
    return log.profiles.rejected
  }

  @Test(arguments: [
    #"{"userId":"ann-7","timestamp":"x"}"#, #"{"userId":7,"timestamp":"x"}"#, #"{"userId": " ann-7 "}"#,
    #"{"anonymousId":"dev"}"#, #"{"previousId":"ann-7","userId":"other"}"#, #"{"user_id":"","userId":"ann-7"}"#,
    #"{"traits":{"email":" Ann@Example.com"}}"#, #"{"context":{"traits":{"phone":"+49 170 1234567"}}}"#,
    #"{"properties":{"code":"K1"}}"#, #"{"properties":{"distinct_id":"ann-7"}}"#,
    #"{"properties":{"distinct_id":"$device:dev"}}"#, #"{"$distinct_id":"7"}"#,
    #"{"properties":{"$anon_distinct_id":"dev"}}"#, #"{"properties":{"contacts":["x","ann@example.com"]}}"#,
    #"{"properties":{"alias":"ann\u002d7"}}"#, #"{"$distinct_ids" : ["x", "y", "ann-7"]}"#,
    #"{"$distinct_ids":[8, 7]}"#, #"{"email":[],"code" : "x","userId":["a","7"]}"#,
  ])
  func messageOfSomebodyErasedIsNotKept(_ text: String) throws {
    #expect(try Self.kept(JSONReader.read(text)) == [])
    // As one that cannot be read is kept.
    #expect(try Self.kept(.string(text.replacing("{", with: "{{"))) == [])
    #expect(try Self.kept(.string(String(text.dropLast()))) == [])
    #expect(try Self.kept(JSONReader.read(text), erasing: []).count == 1)
  }

  @Test(arguments: [
    #"{"userId":"ann-70","event":"ann-7","properties":{"n":7,"plan":"K1","step":"dev"}}"#,
    #"{"userId":["8"],"items":["7","ann-7"],"n":[7]}"#,
    #"{"traits":{"email":"joann@example.com","userId":null}}"#, "7", "{", "\"\"",
  ])
  func messageOfSomebodyElseIsKept(_ text: String) throws {
    #expect(try Self.kept(.string(text)).count == 1)
    if let json = try? JSONReader.read(text) { #expect(try Self.kept(json).count == 1) }
  }

  @Test func messageThatNamesTooManyIsNotKept() throws {
    let emails = { (count: Int) in JSONValue.array((0..<count).map { .string("a\($0)@example.com") }) }
    #expect(try Self.kept(["to": emails(ErasureMentions.maximumCandidates)]).count == 1)
    #expect(try Self.kept(["to": emails(ErasureMentions.maximumCandidates + 1)]) == [])
  }
}
