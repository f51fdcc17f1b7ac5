import Foundation
import Glibc
import Testing

@testable import TrackedPropertyStore

struct DataDirectoryTests {
  @Test func missingDirectoriesAreMadeForTheirUserAlone() throws {
    let temporary = try TemporaryDirectory()
    let path = temporary.path + "/a/b"
    _ = try DataDirectory(path: path)
    for each in [path, temporary.path + "/a"] {
      var status = stat()
      #expect(stat(each, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o700)
    }
  }

  @Test func fileInPlaceOfTheDirectoryIsRefused() throws {
    let temporary = try TemporaryDirectory()
    let path = temporary.path + "/file"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(throws: DataDirectoryError.notADirectory(path: path)) { try DataDirectory(path: path) }
  }

  @Test func directoryThatOthersMayWriteToIsRefused() throws {
    let temporary = try TemporaryDirectory()
    #expect(chmod(temporary.path, 0o770) == 0)
    #expect(throws: DataDirectoryError.writableByOthers(path: temporary.path)) {
      try DataDirectory(path: temporary.path)
    }
  }

  @Test func directoryOfAnotherUserIsRefused() throws {
    // Only root can give a directory away; anybody else has one of root's at hand.
    let temporary = try TemporaryDirectory()
    let path = geteuid() == 0 ? temporary.path : "/usr"
    if geteuid() == 0 { #expect(chown(path, 12_345, 12_345) == 0) }
    let owner: UInt32 = geteuid() == 0 ? 12_345 : 0
    #expect(throws: DataDirectoryError.foreign(path: path, owner: owner)) { try DataDirectory(path: path) }
  }

  @Test func roleIsHeldByOneAtATime() throws {
    let temporary = try TemporaryDirectory()
    var first: DataDirectory? = try DataDirectory(path: temporary.path)
    try first?.claimRole("ingest")
    let second = try DataDirectory(path: temporary.path)
    #expect(try second.isTaken(role: "ingest") && !second.isTaken(role: "query"))
    #expect(throws: DataDirectoryError.roleTaken(path: temporary.path, role: "ingest")) {
      try second.claimRole("ingest")
    }
    try second.claimRole("query")
    first = nil
    try second.claimRole("ingest")
  }

  @Test func migrationWaitsForNobodyWhoIsNotThere() throws {
    let temporary = try TemporaryDirectory()
    let directory = try DataDirectory(path: temporary.path)
    var migrations = 0
    try directory.bringUpToDate(store: "s", state: { .older }, migrate: { migrations += 1 })
    try DataDirectory(path: temporary.path).bringUpToDate(store: "s", state: { .current }, migrate: { migrations += 1 })
    #expect(migrations == 1)
  }

  @Test func migrationIsRefusedWhileAnotherProgramHasTheStoreOpen() throws {
    let temporary = try TemporaryDirectory()
    let holder = try DataDirectory(path: temporary.path)
    try holder.bringUpToDate(store: "s", state: { .current }, migrate: {})
    let other = try DataDirectory(path: temporary.path, patience: .milliseconds(30))
    #expect(throws: DataDirectoryError.inUse(path: temporary.path, store: "s")) {
      try other.bringUpToDate(store: "s", state: { .older }, migrate: {})
    }
    // Another store of the directory can be migrated, and an absent one made.
    var made: [String] = []
    try other.bringUpToDate(store: "t", state: { .older }, migrate: { made.append("t") })
    try other.bringUpToDate(store: "s", state: { .absent }, migrate: { made.append("s") })
    #expect(made == ["t", "s"])
  }

  @Test func lockIsHeldAfterTheMigrationToo() throws {
    let temporary = try TemporaryDirectory()
    let first = try DataDirectory(path: temporary.path)
    try first.bringUpToDate(store: "s", state: { .older }, migrate: {})
    let second = try DataDirectory(path: temporary.path, patience: .zero)
    #expect(throws: DataDirectoryError.self) {
      try second.bringUpToDate(store: "s", state: { .older }, migrate: {})
    }
    withExtendedLifetime(first) {}
  }
}
