import Foundation
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata

/// A backup holds what was there when it was made, and comes back as that.
@Suite struct BackupCommandTests {
  private let fixture: CommandFixture
  private let backup: String

  init() throws {
    fixture = try CommandFixture()
    backup = fixture.directory.path(of: "backup")
    let gold = #"{"name": "Gold", "contentType": "contact", "filter": {"property": "plan", "operator": "isSet"}}"#
    #expect(fixture.run("segments", "create", "--file", "-", input: gold).status == .done)
    try add("1")
    try follow()
    #expect(fixture.run("backup", backup).status == .done)
  }

  private func add(_ user: String) throws {
    let run = fixture.run("contacts", "import", "-", "--format", "csv", input: "userId,plan\n\(user),gold\n")
    #expect(run.status == .done)
  }

  private func follow() throws {
    let workspace = try Workspace(path: fixture.data, creating: false, clock: fixture.clock)
    let profiles = ProfileFollowing(backend: workspace.backend, doorbell: try workspace.profiles.makeDoorbell())
    let follower = SegmentFollower(store: workspace.store, profiles: profiles, clock: fixture.clock)
    while try follower.step().isMore {}
    try workspace.close()
  }

  private func status() throws -> JSONValue { try fixture.run("status", "--output", "json").json() }

  private func count() throws -> JSONValue? {
    try fixture.run("segments", "count", "Gold", "--output", "json").json()["count"]
  }

  private func names(in path: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path))
  }

  @Test func whatCameAfterItIsGoneAndSegmentsAreCountedAnew() throws {
    #expect(try names(in: backup) == ["profiles.sqlite", "segments.sqlite"])
    let before = try status()
    try add("2")
    try follow()
    #expect(try count() == 2)
    let run = fixture.run("restore", backup, "--yes")
    #expect(run.status == .done, "\(run.errors)")
    let after = try status()
    #expect(after["contacts"] == 1)
    #expect(after["epoch"] == before["epoch"])
    try follow()
    #expect(try count() == 1)
    // What endpoints were told of no longer holds: they are told anew.
    #expect(try status()["epoch"] != before["epoch"])
    #expect(fixture.run("check").status == .done)
    #expect(try names(in: fixture.data + "/before-restore").isSuperset(of: ["profiles.sqlite", "segments.sqlite"]))
  }

  @Test func itComesBackWhereNothingIs() throws {
    try FileManager.default.removeItem(atPath: fixture.data)
    #expect(fixture.run("restore", backup, "--yes").status == .done)
    #expect(try status()["contacts"] == 1)
    #expect(try !names(in: fixture.data).contains("before-restore"))
  }

  @Test func nothingIsWrittenOverAnotherBackup() throws {
    let run = fixture.run("backup", backup)
    #expect(run.status == .conflict && run.errors.contains(backup))
    #expect(try names(in: backup) == ["profiles.sqlite", "segments.sqlite"])
  }

  @Test func nobodyIsAskedMeansNothingIsDone() throws {
    try add("2")
    #expect(fixture.run("restore", backup).status == .wrongUsage)
    #expect(try status()["contacts"] == 2)
  }

  @Test func whatAnEarlierRestoreReplacedIsNotReplaced() throws {
    #expect(fixture.run("restore", backup, "--yes").status == .done)
    try add("2")
    #expect(fixture.run("restore", backup, "--yes").status == .conflict)
    #expect(try status()["contacts"] == 2)
  }

  @Test func aDamagedBackupChangesNothing() throws {
    try add("2")
    let path = backup + "/profiles.sqlite"
    var bytes = try Data(contentsOf: URL(filePath: path))
    for page in stride(from: 8192, to: bytes.count - 4096, by: 4096) {
      bytes.replaceSubrange(page..<page + 100, with: Data(repeating: 0x5A, count: 100))
    }
    try bytes.write(to: URL(filePath: path))
    let run = fixture.run("restore", backup, "--yes")
    #expect(run.status != .done)
    #expect(try status()["contacts"] == 2)
    #expect(try names(in: fixture.data).isDisjoint(with: ["restoring", "before-restore"]))
  }

  @Test func whatIsNoBackupIsSaid() throws {
    let run = fixture.run("restore", fixture.directory.path, "--yes")
    #expect(run.status == .notFound && run.errors.contains("profiles.sqlite"))
  }

  @Test func itIsNotRestoredUnderAServer() throws {
    let directory = try DataDirectory(path: fixture.data)
    try directory.claimRole("query")
    let run = fixture.run("restore", backup, "--yes")
    #expect(run.status == .unavailable || run.status == .conflict, "\(run.errors)")
    #expect(try !names(in: fixture.data).contains("before-restore"))
    withExtendedLifetime(directory) {}
  }

  /// Another program has the databases open: its `strata contacts import`, for example.
  @Test func itIsNotRestoredUnderAnotherCommand() throws {
    let workspace = try Workspace(path: fixture.data, creating: false, clock: fixture.clock)
    let directory = try DataDirectory(path: fixture.data, patience: .zero)
    #expect(throws: DataDirectoryError.self) { try directory.takeAlone(store: "profiles") }
    try workspace.close()
    try directory.takeAlone(store: "profiles")
  }
}
