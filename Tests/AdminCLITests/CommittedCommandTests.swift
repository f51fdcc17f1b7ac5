import Foundation
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata

/// Commands that read what a query server has committed; here a follower takes its part.
@Suite struct CommittedCommandTests {
  private static let gold =
    #"{"name": "Gold", "contentType": "contact", "filter": {"property": "plan", "operator": "equals", "value": "gold"}}"#

  private let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
    #expect(fixture.run("segments", "create", "--file", "-", input: Self.gold).status == .done)
    let people = "userId,plan\n1,gold\n2,free\n"
    #expect(fixture.run("contacts", "import", "-", "--format", "csv", input: people).status == .done)
  }

  private func workspace() throws -> Workspace {
    try Workspace(path: fixture.data, creating: false, clock: fixture.clock)
  }

  private func follow() throws {
    let workspace = try workspace()
    let profiles = ProfileFollowing(backend: workspace.backend, doorbell: try workspace.profiles.makeDoorbell())
    let follower = SegmentFollower(store: workspace.store, profiles: profiles, clock: fixture.clock)
    while try follower.step().isMore {}
  }

  private func add(_ user: String) throws {
    let run = fixture.run("contacts", "import", "-", "--format", "csv", input: "userId,plan\n\(user),gold\n")
    #expect(run.status == .done)
    try follow()
  }

  @Test func historyIsATableAndOneValueAsJSON() throws {
    try follow()
    try add("3")
    fixture.clock.advance(milliseconds: 86_400_000)
    try add("4")
    let table = fixture.run("segments", "history", "Gold", "--from", "2026-11-24T00:00:00Z", "--output", "csv")
    #expect(
      table.output == """
        from,to,count,entered,left
        2026-11-24T00:00:00.000Z,2026-11-25T00:00:00.000Z,2,1,0
        2026-11-25T00:00:00.000Z,2026-11-25T12:00:00.000Z,3,1,0

        """)
    let json = try fixture.run("segments", "history", "Gold", "--step", "1w", "--output", "json").json()
    #expect(json["step"] == "1w" && json["data"]?.arrayValue?.count == 30)
    #expect(fixture.run("segments", "history", "Gold", "--step", "5m").status == .wrongUsage)
    let ahead = fixture.run("segments", "history", "Gold", "--from", "2027-01-01T00:00:00Z")
    #expect(ahead.status == .invalidInput && ahead.errors.hasPrefix("/from: "))
  }

  /// Erasing leaves nothing in what a query server made of the profiles, whether one runs to forget it or not.
  @Test func erasedContactIsForgottenWhereNoServerRuns() throws {
    try follow()
    try add("3")
    try add("4")
    let ids = try ["3", "4"].map { user in
      try #require(try fixture.run("contacts", "show", "userId:\(user)", "--output", "json").json()["id"]?.stringValue)
    }
    func isKept(_ id: String) -> Bool {
      ["segments.sqlite", "segments.sqlite-wal"].contains { name in
        FileManager.default.contents(atPath: "\(fixture.data)/\(name)")?.firstRange(of: Data(id.utf8)) != nil
      }
    }
    let folder = "\(fixture.data)/index"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    #expect(FileManager.default.createFile(atPath: "\(folder)/live.index", contents: Data("x".utf8)))

    // A server that runs does it.
    let server = try DataDirectory(path: fixture.data)
    try server.claimRole("query")
    #expect(fixture.run("contacts", "delete", "userId:3", "--yes").status == .done)
    #expect(isKept(ids[0]) && FileManager.default.fileExists(atPath: "\(folder)/live.index"))
    server.release()

    #expect(isKept(ids[1]))
    #expect(fixture.run("contacts", "delete", "userId:4", "--yes").status == .done)
    #expect(!isKept(ids[1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)

    // The next server goes on from it, and tells that both have left.
    try follow()
    let left = try workspace().store.read { store in
      try store.changes(of: try #require(store.segments().first).row, after: 0, limit: 10).filter { $0.kind == .left }
    }
    #expect(left.map(\.publicID) == ids)
    #expect(fixture.run("segments", "export", "Gold").output.split(separator: "\n").count == 1)
  }

  /// The contact goes last, so that the same command ends what broke off.
  @Test func erasureThatBreaksOffIsDoneByTheNextOne() throws {
    let folder = "\(fixture.data)/index"
    #expect(FileManager.default.createFile(atPath: folder, contents: Data("no folder".utf8)))
    let broken = fixture.run("contacts", "delete", "userId:1", "--yes")
    #expect(broken.status == .failed && broken.errors.contains("nothing was erased"), "\(broken.errors)")
    #expect(fixture.run("contacts", "show", "userId:1").status == .done)
    try FileManager.default.removeItem(atPath: folder)
    #expect(fixture.run("contacts", "delete", "userId:1", "--yes").status == .done)
    #expect(fixture.run("contacts", "show", "userId:1").status == .notFound)
  }

  @Test func exportWritesEveryMember() throws {
    let unbuilt = fixture.run("segments", "export", "Gold")
    #expect(unbuilt.status == .unavailable)
    try follow()
    let whole = fixture.run("segments", "export", "Gold")
    #expect(whole.status == .done && whole.errors.contains("version"))
    let lines = whole.output.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(try JSONReader.read(String(lines.first ?? ""))["properties"]?["plan"] == "gold")
    let table = fixture.run("segments", "export", "Gold", "--output", "csv").output.split(separator: "\n")
    #expect(table.first?.hasPrefix("id,state,userId,anonymousId,") == true && table.count == 2)
  }

  @Test func revisionSaysThatTheCommandLineWroteIt() throws {
    let workspace = try workspace()
    let id = try #require(try workspace.segments.segments().segments.first?.id)
    #expect(try workspace.segments.revisions(of: id).revisions.map(\.author) == ["command line"])
  }

  @Test func settingsAreShownAndSet() throws {
    let shown = try fixture.run("settings", "show", "--output", "json").json()
    let kept: [JSONMember] = ["eventsRetentionDays", "visitorsRetentionDays"].map { JSONMember($0, .null) }
    func settings(_ first: JSONValue) -> JSONValue { .object((first.objectValue ?? []) + kept) }
    #expect(shown == settings(["timeZone": "UTC", "changesRetentionDays": 7, "historyRetentionDays": 731]))
    let set = fixture.run("settings", "set", "--changes-retention-days", "30", "--output", "json")
    #expect(try set.json() == settings(["timeZone": "UTC", "changesRetentionDays": 30, "historyRetentionDays": 731]))
    #expect(fixture.run("settings", "set").status == .wrongUsage)
    let wrong = fixture.run(
      "settings", "set", "--time-zone", "Mars", "--changes-retention-days", "0", "--history-retention-days", "9999",
      "--output", "json")
    #expect(wrong.status == .invalidInput)
    let places = try JSONReader.read(wrong.errors)["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue }
    #expect(places == ["/timeZone", "/changesRetentionDays", "/historyRetentionDays"])
    #expect(wrong.errors.contains("from 1 to 365"))
  }

  @Test func checkTellsWhetherAllIsWell() throws {
    let behind = fixture.run("check", "--output", "json")
    #expect(behind.status == .unavailable)
    #expect(try behind.json()["notCompared"]?.arrayValue?.count == 1)
    try follow()
    let clean = fixture.run("check", "--output", "json")
    #expect(clean.status == .done, "\(clean.errors)")
    #expect(try clean.json() == ["clean": true, "compared": 1, "findings": [], "notCompared": []])
    // A definition that was changed without its members: what a fresh evaluation finds is another thing.
    #expect(fixture.run("settings", "set", "--time-zone", "Europe/Berlin").status == .done)
    #expect(fixture.run("check").status == .done, "the filter has no days")
    #expect(fixture.run("contacts", "import", "-", "--format", "csv", input: "userId,plan\n9,gold\n").status == .done)
    let late = fixture.run("check")
    #expect(late.status == .unavailable && late.output.contains("notCompared"))
    #expect(fixture.run("check", "--wait", "-1").status == .wrongUsage)
  }
}
