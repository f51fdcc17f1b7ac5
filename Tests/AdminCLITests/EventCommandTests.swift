import EventIngest
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata

@Suite struct EventCommandTests {
  private let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
    let events = (1...5).map { number in
      #"{"type": "track", "messageId": "\#(number)", "userId": "u\#(number % 2)", "event": "e\#(number)", "#
        + #""properties": {"n": \#(number)}, "timestamp": "2026-11-2\#(number % 4)T10:00:00Z"}"#
    }
    let run = fixture.run(
      "contacts", "import", "-", "--format", "tracking", "--output", "json", input: events.joined(separator: "\n"))
    #expect(run.status == .done, "\(run.errors)")
  }

  private func rows(_ arguments: String...) throws -> [JSONValue] {
    let run = fixture.run(arguments + ["--output", "json", "--data", fixture.data])
    #expect(run.status == .done, "\(run.errors)")
    return try run.json().arrayValue ?? []
  }

  /// Refuses messages of a source as the ingest server does.
  /// - Parameter revoking: revokes the source after that.
  private func refuse(_ bodies: [(code: String, body: String, call: IngestCall?)], revoking: Bool = false) throws {
    let workspace = try Workspace(path: fixture.data, creating: true, clock: fixture.clock)
    _ = try workspace.profiles.write { transaction in
      let source = try transaction.createSource(name: "crm", kind: .server, now: fixture.clock.now).source
      for each in bodies {
        try transaction.reject(
          RejectedMessage(
            receivedAt: fixture.clock.now, source: source.id, code: each.code, message: "why",
            body: Array(each.body.utf8),
            call: each.call))
      }
      if revoking { try transaction.revokeSource(source.publicID, now: fixture.clock.now) }
    }
  }

  private static let track = IngestCall(dialect: "tracking", path: "/v1/track")

  @Test func thoseThatCameLastAreListedFirst() throws {
    #expect(try rows("events", "list").map { $0["name"] } == ["e5", "e4", "e3", "e2", "e1"])
    #expect(try rows("events", "list", "--limit", "2").map { $0["name"] } == ["e5", "e4"])
    let one = try #require(try rows("events", "list", "--name", "e3").first)
    #expect(one["attributes"] == ["n": 3] && one["source"] == .null && one["time"] == "2026-11-23T10:00:00.000Z")
    let contact = try fixture.run("contacts", "show", "userId:u1", "--output", "json").json()
    #expect(one["contact"] == contact["id"])
  }

  @Test func thoseOfAContactAreListedByTheirTimes() throws {
    #expect(try rows("events", "list", "--contact", "userId:u1").map { $0["name"] } == ["e3", "e5", "e1"])
    #expect(try rows("events", "list", "--contact", "userId:u1", "--name", "e5").map { $0["name"] } == ["e5"])
    let run = fixture.run("events", "list", "--contact", "userId:u1", "--limit", "2", "--output", "ndjson")
    #expect(run.errors.contains("There are more"))
  }

  @Test func tailShowsTheLastOnesFirst() throws {
    let run = fixture.run("events", "tail", "--last", "3", "--count", "3")
    let names = try run.output.split(separator: "\n").map { try JSONReader.read(String($0))["name"] }
    #expect(names == ["e3", "e4", "e5"])
  }

  @Test func refusedMessagesAreListedAndCountedByReason() throws {
    try refuse([
      ("badTimestamp", #"{"a":1}"#, Self.track), ("unreadable", #""{\"a\":1e999}""#, nil), ("badTimestamp", "{", nil),
    ])
    let all = try rows("events", "rejected")
    #expect(all.map { $0["code"] } == ["badTimestamp", "unreadable", "badTimestamp"])
    #expect(all.map { $0["replayable"] } == [false, false, true])
    #expect(all.map { $0["body"] } == ["{", #"{"a":1e999}"#, ["a": 1]])
    #expect(try rows("events", "rejected", "--code", "unreadable").count == 1)
    #expect(try rows("events", "rejected", "--limit", "2").count == 2)
    let counts = try rows("events", "rejected", "--counts")
    #expect(counts == [["code": "badTimestamp", "count": 2], ["code": "unreadable", "count": 1]])
  }

  @Test func refusedMessagesAreTakenAgainOnce() throws {
    let good = #"{"userId":"u1","event":"late","messageId":"x","timestamp":"2026-11-20T10:00:00Z"}"#
    try refuse([
      ("tooManyEventNames", good, Self.track), ("badTimestamp", #"{"event":"e"}"#, Self.track),
      ("unreadable", #""{""#, nil),
    ])
    let first = try fixture.run("events", "replay", "--all", "--output", "json").json()
    #expect(first == ["accepted": 1, "duplicates": 0, "rejected": 1, "skipped": 1])
    #expect(try rows("events", "list", "--contact", "userId:u1").last?["name"] == "late")
    let left = try rows("events", "rejected")
    #expect(left.map { $0["code"] } == ["noIdentifier", "unreadable"])
    let second = try fixture.run("events", "replay", "--all", "--output", "json").json()
    #expect(second == ["accepted": 0, "duplicates": 0, "rejected": 1, "skipped": 1])
    #expect(try rows("events", "list").count == 6)
  }

  @Test func whichAreTakenAgainIsSaidByCodeOrId() throws {
    let event = { (name: String) in #"{"userId":"u1","event":"\#(name)"}"# }
    try refuse([("a", event("x"), Self.track), ("b", event("y"), Self.track), ("b", event("z"), Self.track)])
    #expect(try fixture.run("events", "replay", "--code", "a", "--output", "json").json()["accepted"] == 1)
    let id = try #require(try rows("events", "rejected").last?["id"]?.stringValue)
    #expect(try fixture.run("events", "replay", "--id", id, "--output", "json").json()["accepted"] == 1)
    #expect(try rows("events", "list").prefix(2).map { $0["name"] } == ["y", "x"])
    #expect(try rows("events", "rejected").count == 1)
  }

  @Test func oneThatWasCutCannotBeTakenAgainAndThatIsSaid() throws {
    let cut = #"{"userId":"u1","event":"e","a":""# + String(repeating: "x", count: 65_536)
    try refuse([("a", cut, nil), ("a", #"{"userId":"u1","event":"x"}"#, Self.track), ("messageTooLarge", "{}", nil)])
    let ids = try rows("events", "rejected").compactMap { $0["id"]?.stringValue }
    let asked = fixture.run("events", "replay", "--id", try #require(ids.last))
    #expect(asked.status == .conflict)
    #expect(asked.errors.contains("1 cannot be taken again: it was too long"))
    let all = fixture.run("events", "replay", "--all", "--output", "json")
    #expect(all.errors.contains("2 cannot be taken again: it was too long"))
    #expect(try all.json() == ["accepted": 1, "duplicates": 0, "rejected": 0, "skipped": 2])
    #expect(try rows("events", "rejected").count == 2)
  }

  @Test func oneThatWasTakenIsNotTakenAgainAndThatIsSaid() throws {
    try refuse([("identifierClash", #"{"userId":"u1","event":"x"}"#, nil)], revoking: true)
    let id = try #require(try rows("events", "rejected").first?["id"]?.stringValue)
    let asked = fixture.run("events", "replay", "--id", id)
    #expect(asked.status == .conflict)
    #expect(asked.errors.contains("1 cannot be taken again: it was taken; only what its reason names was refused."))
    #expect(try fixture.run("events", "replay", "--all", "--output", "json").json()["skipped"] == 1)
    #expect(try rows("events", "rejected").count == 1)
  }

  @Test func idThatIsNotThereIsNotFound() throws {
    try refuse([("a", #"{"userId":"u1","event":"x"}"#, Self.track)])
    let id = try #require(try rows("events", "rejected").first?["id"]?.stringValue)
    let other = fixture.run("events", "replay", "--id", id, "--code", "b")
    #expect(other.status == .notFound)
    #expect(other.errors.contains("There is no refused message \(id) with the code \"b\"."))
    let run = fixture.run("events", "replay", "--id", "777", "--id", id, "--id", "776", "--output", "json")
    #expect(run.status == .notFound && run.errors.contains("There is no refused message 776, 777."))
    #expect(try run.json()["accepted"] == 1)
  }

  @Test func provenOneIsTakenAgainWithoutItsProof() throws {
    let workspace = try Workspace(path: fixture.data, creating: true, clock: fixture.clock)
    _ = try workspace.profiles.write { transaction in
      let page = try transaction.createSource(
        name: "page", kind: .browser, requiresProof: true, now: fixture.clock.now
      ).source
      for (event, proven) in [("proven", Identifier.Kind.userId), ("unproven", nil)] {
        try transaction.reject(
          RejectedMessage(
            receivedAt: fixture.clock.now, source: page.id, code: "tooManyEventNames", message: "why",
            body: Array(#"{"userId":"u1","event":"\#(event)"}"#.utf8), call: Self.track, proven: proven))
      }
    }
    try workspace.close()
    let report = try fixture.run("events", "replay", "--all", "--output", "json").json()
    #expect(report == ["accepted": 1, "duplicates": 0, "rejected": 1, "skipped": 0])
    #expect(try rows("events", "list").first?["name"] == "proven")
    #expect(try rows("events", "rejected").map { $0["code"] } == ["proofRequired"])
  }

  @Test func messagesOfARevokedSourceAreNotTaken() throws {
    try refuse([("a", #"{"userId":"u1","event":"x"}"#, Self.track)], revoking: true)
    #expect(try fixture.run("events", "replay", "--all", "--output", "json").json()["skipped"] == 1)
    #expect(try rows("events", "list").count == 5)
  }
}
