import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct OutboxTests {
  private func bench(_ webhook: JSONValue = [:]) throws -> (SyncBench, String, WebhookEndpoint) {
    let bench = try SyncBench()
    let id = try bench.create("gold", .property("plan", "equals", "gold"))
    try bench.follow()
    let endpoint = try bench.webhook(webhook)
    return (bench, id, endpoint)
  }

  private func gold(_ bench: SyncBench, _ count: Int = 1) throws {
    for _ in 0..<count { bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    try bench.follow()
  }

  @Test func aNewEndpointGetsThePresentCountAndAReset() throws {
    let (bench, id, _) = try bench()
    try bench.deliver()
    let sent = bench.destination.sent
    #expect(sent.map(\.type) == ["segment.count.updated", "segment.members.reset"])
    let point = try bench.store.read { try $0.service() }
    #expect(
      sent.first?.data == [
        "segment": ["id": .string(id), "name": "gold", "contentType": "contact"], "count": 0, "previousCount": nil,
        "epoch": .string(point.epoch), "version": 1, "asOf": "2026-03-02T12:00:00.000Z",
      ])
    #expect(
      sent.last?.data == [
        "segment": ["id": .string(id), "name": "gold", "contentType": "contact"], "epoch": .string(point.epoch),
        "version": 1, "count": 0,
      ])
    #expect(sent.first?.body["timestamp"] == "2026-03-02T12:00:00.000Z")
    #expect(sent.first?.contentType == "application/json")
    #expect(sent.first?.secrets.first?.hasPrefix("whsec_") == true)
    #expect(Set(sent.map(\.id)).count == 2)
  }

  @Test func countsAreCoalescedAndTheLastAlwaysArrives() throws {
    let (bench, _, _) = try bench(["events": ["segment.count.updated"]])
    try bench.deliver()
    for _ in 0..<5 {
      try gold(bench)
      try bench.deliver()
      bench.clock.advance(milliseconds: 300)
    }
    try gold(bench)
    let next = try bench.sender.step()
    #expect(next == SyncBench.start.advanced(milliseconds: 2200))
    bench.clock.advance(milliseconds: 1000)
    try bench.deliver()
    let counts = bench.destination.sent.map {
      [$0.data["previousCount"]?.numberValue ?? -1, $0.data["count"]?.numberValue ?? -1]
    }
    #expect(counts == [[-1, 0], [0, 5], [5, 6]])
  }

  @Test func aCountThatCameBackIsNotTold() throws {
    let (bench, _, _) = try bench(["events": ["segment.count.updated"]])
    try bench.deliver()
    try gold(bench)
    bench.profiles.set(1, "plan", nil)
    try bench.follow()
    bench.clock.advance(milliseconds: 1000)
    try bench.deliver()
    #expect(bench.destination.sent.count == 1)
    #expect(try bench.store.read { try $0.endpointsWithMessages() } == [])
  }

  @Test func membersAreListedWithWhatTheEndpointNames() throws {
    let (bench, id, _) = try bench([
      "events": ["segment.members.changed", "segment.members.reset"], "properties": ["plan", "none"],
    ])
    try bench.deliver()
    _ = bench.destination.takeSent()
    try gold(bench, 2)
    bench.profiles.delete(2)
    try bench.follow()
    try bench.deliver()
    let sent = bench.destination.sent
    #expect(sent.map(\.type) == ["segment.members.changed"])
    let at: JSONValue = "2026-03-02T12:00:00.000Z"
    let person: JSONValue = ["type": "userId", "value": "u1"]
    #expect(sent.first?.data["fromChange"] == 1)
    #expect(sent.first?.data["toChange"] == 3)
    #expect(sent.first?.data["version"] == 3)
    #expect(sent.first?.data["segment"]?["id"] == .string(id))
    #expect(
      sent.first?.data["entered"] == [
        [
          "id": "con_1", "identities": [person], "properties": ["plan": "gold"], "change": 1, "at": at,
          "cause": "property",
        ]
        // The entry of the one that was erased is told no more.
      ])
    #expect(
      sent.first?.data["left"] == [
        ["id": "con_2", "identities": [], "properties": [:], "change": 3, "at": at, "cause": "deleted"]
      ])
  }

  @Test func atMostFiveHundredChangesAMessageAndNoneSkipped() throws {
    let (bench, _, _) = try bench(["events": ["segment.members.changed"]])
    try bench.deliver()
    try gold(bench, 1203)
    try bench.deliver()
    let ranges = bench.destination.sent.map {
      [$0.data["fromChange"]?.integerValue ?? 0, $0.data["toChange"]?.integerValue ?? 0]
    }
    #expect(ranges == [[1, 500], [501, 1000], [1001, 1203]])
  }

  @Test func aMessageWhoseResultIsLostIsSentAgainAsItWas() throws {
    let (bench, _, _) = try bench(["events": ["segment.count.updated"]])
    bench.destination.status(nil)
    try bench.deliver()
    let first = try #require(bench.destination.takeSent().first)
    try gold(bench)
    bench.restart()
    bench.clock.advance(milliseconds: 5000)
    bench.destination.status(200)
    try bench.deliver()
    let sent = bench.destination.sent
    #expect(sent.first?.id == first.id && sent.first?.bytes == first.bytes)
    #expect(sent.map { $0.data["count"] } == [0, 1])
    #expect(sent.last?.data["previousCount"] == 0)
  }

  @Test func oneMessageASegmentIsUnderWay() throws {
    let (bench, _, _) = try bench()
    bench.destination.status(nil)
    try bench.deliver()
    #expect(bench.destination.openCount == 1)
    bench.destination.finish()
    try bench.deliver()
    #expect(bench.destination.sent.map(\.type) == ["segment.count.updated", "segment.members.reset"])
  }

  @Test func aFailingEndpointIsProbedAndThenGetsTheRest() throws {
    let (bench, _, endpoint) = try bench(["minInterval": 0])
    bench.destination.status(500)
    try bench.deliver()
    #expect(bench.destination.sent.count == 1)
    let stored = try bench.service.webhook(endpoint.id)
    #expect(stored.consecutiveFailures == 1 && stored.failingSince == bench.clock.now)
    try gold(bench)
    let next = try #require(try bench.sender.step())
    #expect((4000...6000).contains(next.milliseconds - bench.clock.now.milliseconds))
    bench.clock.set(next)
    bench.destination.status(200)
    try bench.deliver()
    let sent = bench.destination.sent
    #expect(sent[0].id == sent[1].id && sent[0].bytes == sent[1].bytes)
    #expect(
      sent.dropFirst(2).map(\.type)
        == ["segment.members.reset", "segment.count.updated", "segment.members.changed"].filter { type in
          sent.dropFirst(2).contains { $0.type == type }
        })
    #expect(sent.last { $0.type == "segment.count.updated" }?.data["count"] == 1)
    #expect(try bench.service.webhook(endpoint.id).consecutiveFailures == 0)
    let attempts = try bench.service.deliveries(of: endpoint.id)
    #expect(attempts.last?.status == 500 && attempts.last?.answer == Array("answer".utf8))
    #expect(attempts.count == sent.count)
  }

  @Test func aRefusedMessageDiesAfterFiveTimesAndBlocksNobody() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.count.updated"], "minInterval": 0])
    bench.destination.answer { $0.data["count"] == 0 ? .status(400) : .status(200) }
    for _ in 0..<5 {
      try bench.deliver()
      bench.clock.advance(milliseconds: 10 * 3_600_000)
    }
    #expect(bench.destination.takeSent().count == 5)
    #expect(try bench.store.read { try $0.deadMessages(of: endpoint.row, limit: 9) }.count == 1)
    try gold(bench)
    bench.clock.advance(milliseconds: 10_000)
    try bench.deliver()
    #expect(bench.destination.sent.map { $0.data["count"] } == [1])
    #expect(bench.destination.sent.first?.data["previousCount"] == .some(.null))
    bench.destination.status(200)
    #expect(try bench.service.replayWebhook(endpoint.id) == 1)
    try bench.deliver()
    #expect(bench.destination.sent.last?.data["count"] == 0)
  }

  @Test func anEndpointThatIsGoneIsDisabledAndKeepsItsMessages() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.count.updated"]])
    bench.destination.status(410)
    try bench.deliver()
    let stored = try bench.service.webhook(endpoint.id)
    #expect(!stored.settings.enabled)
    #expect(stored.disabledReason == DisableReason.gone.sentence)
    bench.destination.status(200)
    bench.clock.advance(milliseconds: 86_400_000)
    try bench.deliver()
    #expect(bench.destination.sent.count == 1)
    _ = try bench.service.resumeWebhook(endpoint.id)
    try bench.deliver()
    #expect(bench.destination.sent.count == 2)
    #expect(try bench.service.webhook(endpoint.id).disabledReason == nil)
  }

  @Test func aPausedEndpointIsToldWhatItMissed() throws {
    let (bench, id, endpoint) = try bench()
    try bench.deliver()
    _ = try bench.service.pauseWebhook(endpoint.id)
    _ = bench.destination.takeSent()
    try gold(bench, 3)
    bench.clock.advance(milliseconds: 10_000)
    try bench.deliver()
    #expect(bench.destination.sent.isEmpty)
    _ = try bench.service.resumeWebhook(endpoint.id)
    try bench.deliver()
    #expect(Set(bench.destination.sent.map(\.type)) == ["segment.count.updated", "segment.members.changed"])
    #expect(bench.destination.sent.allSatisfy { $0.segment == id })
  }

  @Test func definitionsComeAfterTheChangesBeforeThem() throws {
    let (bench, id, _) = try bench([
      "events": [
        "segment.members.changed", "segment.members.reset", "segment.definition.updated", "segment.deleted",
      ]
    ])
    try bench.deliver()
    _ = bench.destination.takeSent()
    try gold(bench, 2)
    _ = try bench.service.patch(id, with: ["filter": .everyone], expecting: nil)
    bench.profiles.contact()
    try bench.follow()
    try bench.deliver()
    let sent = bench.destination.takeSent()
    #expect(sent.map(\.type) == ["segment.members.changed", "segment.definition.updated", "segment.members.changed"])
    #expect(sent[0].data["toChange"] == 2)
    #expect(sent[1].data["revision"] == 2)
    #expect(sent[2].data["fromChange"] == 3)
    try bench.service.delete(id, expecting: nil)
    try bench.deliver()
    let last = bench.destination.sent
    #expect(last.map(\.type) == ["segment.deleted"])
    #expect(last.first?.data["segment"]?["name"] == "gold")
    #expect(last.first?.data["revision"] == 3)
  }

  @Test func aDeletedSegmentsChangesAreStillTold() throws {
    let (bench, id, _) = try bench(["events": ["segment.members.changed", "segment.deleted", "segment.count.updated"]])
    try bench.deliver()
    bench.destination.status(500)
    try gold(bench, 2)
    try bench.deliver()
    // Changes 1 and 2 are in a message that failed, 3 is in none yet.
    try gold(bench)
    try bench.service.delete(id, expecting: nil)
    _ = try bench.follow()
    _ = bench.destination.takeSent()
    bench.destination.status(200)
    for _ in 0..<3 {
      bench.clock.advance(milliseconds: 700_000)
      try bench.follow()
      try bench.deliver()
    }
    let sent = bench.destination.sent.filter { $0.type != "segment.count.updated" }
    #expect(sent.map(\.type) == ["segment.members.changed", "segment.members.changed", "segment.deleted"])
    #expect(sent.map { $0.data["toChange"] } == [2, 3, nil])
    let isLeft = try bench.store.read { try $0.endpointsWithMessages() }
    #expect(isLeft == [])
  }

  @Test func changesThatFailedStillComeBeforeTheDefinitionAfterThem() throws {
    let (bench, id, _) = try bench([
      "events": ["segment.members.changed", "segment.members.reset", "segment.definition.updated"]
    ])
    try bench.deliver()
    try gold(bench, 2)
    _ = try bench.service.patch(id, with: ["description": "x"], expecting: nil)
    bench.destination.status(500)
    _ = bench.destination.takeSent()
    try bench.deliver()
    bench.destination.status(200)
    bench.clock.advance(milliseconds: 10_000)
    try bench.deliver()
    #expect(
      bench.destination.sent.map(\.type) == [
        "segment.members.changed", "segment.members.changed", "segment.definition.updated",
      ])
  }

  @Test func onlyWhatIsAskedForIsSent() throws {
    let bench = try SyncBench()
    let first = try bench.create("first", .everyone)
    let second = try bench.create("second", .everyone)
    try bench.follow()
    _ = try bench.webhook(["events": ["segment.count.updated"], "segments": [.string(second)]])
    bench.profiles.contact()
    try bench.follow()
    _ = try bench.service.patch(first, with: ["name": "other"], expecting: nil)
    bench.clock.advance(milliseconds: 5000)
    try bench.deliver()
    #expect(bench.destination.sent.map(\.segment) == [second])
  }

  @Test func anEndpointMayAskForOthersLater() throws {
    let bench = try SyncBench()
    let first = try bench.create("first", .everyone)
    let second = try bench.create("second", .everyone)
    try bench.follow()
    let endpoint = try bench.webhook(["events": ["segment.count.updated"], "segments": [.string(first)]])
    try bench.deliver()
    _ = try bench.service.patchWebhook(endpoint.id, with: ["segments": [.string(second)]], expecting: 1)
    try bench.deliver()
    #expect(bench.destination.sent.map(\.segment) == [first, second])
    _ = try bench.service.patchWebhook(
      endpoint.id, with: ["events": ["segment.members.reset"], "format": "cloudevents"], expecting: nil)
    try bench.deliver()
    let sent = try #require(bench.destination.sent.last)
    #expect(sent.type == "segment.members.reset")
    #expect(sent.contentType == "application/cloudevents+json")
    #expect(sent.body["specversion"] == "1.0")
    #expect(sent.body["id"] == .string(sent.id))
    #expect(sent.body["subject"] == .string(second))
  }

  @Test func aDeletedSegmentDoesNotHinderAPatchOfTheEndpoint() throws {
    let bench = try SyncBench()
    let ids = [try bench.create("first", .everyone), try bench.create("second", .everyone)]
    try bench.follow()
    let endpoint = try bench.webhook(["segments": .array(ids.map { .string($0) })])
    try bench.service.delete(ids[0], expecting: nil)
    let patched = try bench.service.patchWebhook(endpoint.id, with: ["description": "x"], expecting: 1)
    #expect(patched.settings.segments == .only(ids))
    #expect(throws: InvalidInput.self) {
      try bench.webhook(["segments": [.string(ids[0])]])
    }
  }

  @Test func aTestIsSentToWhoeverAsks() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.deleted"]])
    let id = try bench.service.testWebhook(endpoint.id)
    try bench.deliver()
    #expect(bench.destination.sent.map(\.id) == [id])
    #expect(bench.destination.sent.first?.type == "webhook.test")
    #expect(bench.destination.sent.first?.data == [:])
    #expect(try bench.service.deliveries(of: endpoint.id).map(\.message) == [id])
  }

  @Test func bothSecretsSignWhileOneIsReplaced() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.deleted"]])
    let rotated = try bench.service.rotateWebhook(endpoint.id)
    #expect(rotated.secret != endpoint.secret)
    _ = try bench.service.testWebhook(endpoint.id)
    try bench.deliver()
    #expect(bench.destination.sent.last?.secrets == [rotated.secret, endpoint.secret])
    bench.clock.advance(milliseconds: SegmentService.rotation)
    _ = try bench.service.testWebhook(endpoint.id)
    try bench.deliver()
    #expect(bench.destination.sent.last?.secrets == [rotated.secret])
    #expect(!"\(rotated)".contains("whsec_"))
  }

  @Test func aFullDestinationCountsAgainstNobody() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.count.updated"]])
    bench.destination.answer { _ in .failed(DeliveryFailure(.overloaded, "full"), milliseconds: 0) }
    try bench.deliver()
    #expect(try bench.service.webhook(endpoint.id).consecutiveFailures == 0)
    #expect(try bench.service.deliveries(of: endpoint.id) == [])
    bench.destination.status(200)
    bench.clock.advance(milliseconds: DeliveryPolicy.waitAfterUnsent)
    try bench.deliver()
    #expect(bench.destination.sent.count == 2)
  }

  @Test func changesThatAreKeptNoLongerAreAReset() throws {
    let (bench, _, endpoint) = try bench(["events": ["segment.members.changed", "segment.members.reset"]])
    try bench.deliver()
    _ = try bench.service.pauseWebhook(endpoint.id)
    try gold(bench, 3)
    bench.limits.changesPerSnapshot = 0
    bench.restart()
    bench.clock.advance(milliseconds: 7 * 86_400_000 + 1)
    try gold(bench)
    bench.clock.advance(milliseconds: Retention.replacedSnapshots + 1)
    let now = bench.clock.now
    while try bench.store.write({ try $0.removeOutdated(at: now) }) {}
    while try bench.store.write({ try $0.removeOutdated(at: now) }) {}
    _ = bench.destination.takeSent()
    _ = try bench.service.resumeWebhook(endpoint.id)
    try bench.deliver()
    #expect(bench.destination.sent.map(\.type) == ["segment.members.reset"])
    #expect(bench.destination.sent.first?.data["count"] == 4)
  }

  @Test(
    arguments: [
      ([:], ["/url"]), (["url": ""], ["/url"]), (["events": []], ["/events"]),
      (["events": ["webhook.test"]], ["/events/0"]),
      (["segments": ["seg_none"]], ["/segments/0"]), (["segments": "some"], ["/segments"]),
      (["minInterval": -1], ["/minInterval"]), (["format": "xml"], ["/format"]), (["enabled": 1], ["/enabled"]),
      (["colour": 1], ["/colour"]), (["properties": "x"], ["/properties"]), (["description": 7], ["/description"]),
    ] as [(JSONValue, [String])])
  func mistakesInAnEndpointAreReportedWithTheirPlace(fields: JSONValue, expected: [String]) throws {
    let bench = try SyncBench()
    var members = fields.objectValue ?? []
    if !members.isEmpty, fields["url"] == nil { members.append(JSONMember("url", "https://example.com")) }
    do {
      _ = try bench.service.createWebhook(.object(members))
      Issue.record("was taken")
    } catch let error as InvalidInput {
      #expect(error.errors.map { $0.pointer.description.isEmpty ? "/url" : $0.pointer.description } == expected)
    }
  }
}
