import Foundation
import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct MigrationTests {
  private func change(_ directory: TemporaryDirectory, _ sql: String) throws {
    let queue = try DatabaseQueue(path: directory.path + "/profiles.sqlite")
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func databaseIsMadeOnceAndOpenedAgain() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(["a": .text("x")])
    try store.profiles.close()
    #expect(try store.open().read { try $0.contact(contact.id) } == contact)
  }

  @Test func databaseOfANewerVersionIsRefused() throws {
    let directory = try TemporaryDirectory()
    try ProfileDatabase(in: DataDirectory(path: directory.path)).close()
    try change(directory, "INSERT INTO grdb_migrations VALUES ('999')")
    #expect(throws: ProfileStoreError.newer(path: directory.path + "/profiles.sqlite")) {
      try ProfileDatabase(in: DataDirectory(path: directory.path))
    }
  }

  @Test func databaseOfSomethingElseIsRefused() throws {
    let directory = try TemporaryDirectory()
    try change(directory, "CREATE TABLE theirs (x)")
    #expect(throws: ProfileStoreError.foreign(path: directory.path + "/profiles.sqlite")) {
      try ProfileDatabase(in: DataDirectory(path: directory.path))
    }
  }

  @Test func databaseOfAnOlderVersionIsOlder() throws {
    let directory = try TemporaryDirectory()
    try change(directory, "PRAGMA application_id = \(ProfileSchema.applicationID); CREATE TABLE early (x)")
    #expect(try ProfileMigrations.state(ofDatabaseAt: directory.path + "/profiles.sqlite") == .older)
    #expect(try ProfileMigrations.state(ofDatabaseAt: directory.path + "/missing") == .absent)
    let database = try ProfileDatabase(in: DataDirectory(path: directory.path))
    #expect(try database.read { try $0.status().contacts } == 0)
    #expect(try ProfileMigrations.state(ofDatabaseAt: directory.path + "/profiles.sqlite") == .current)
  }

  @Test func listOfTheFirstVersionIsStillSeen() throws {
    let directory = try TemporaryDirectory()
    let queue = try DatabaseQueue(path: directory.path + "/profiles.sqlite")
    try ProfileMigrations.migrator.migrate(queue, upTo: "1")
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "INSERT INTO list (publicID, name, createdAt) VALUES ('lst_1', 'old', 5)")
    }
    try queue.close()
    let database = try ProfileDatabase(in: DataDirectory(path: directory.path))
    #expect(try database.read { try $0.lists(limit: 10).map(\.name) } == ["old"])
  }

  @Test func fileShowsWhoseItIs() throws {
    let store = try TemporaryStore()
    _ = try store.profiles.write { try $0.set("x", setting: "x") }
    try store.profiles.close()
    let header = try Data(contentsOf: URL(fileURLWithPath: store.directory.path + "/profiles.sqlite")).prefix(72)
    #expect(String(decoding: header.suffix(4), as: UTF8.self) == "STRA")
  }

  @Test func damagedRowIsAnErrorThatNamesIt() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(["a": .text("x")])
    try store.profiles.close()
    try change(store.directory, "UPDATE contact SET properties = substr(properties, 1, length(properties) - 1)")
    let reopened = try store.open()
    #expect(throws: PackedRecordError.self) { try reopened.read { try $0.contact(contact.id) } }
    try change(store.directory, "UPDATE contact SET state = 'king', properties = x'01'")
    #expect(throws: ProfileStoreError.damaged(table: "contact", id: contact.id)) {
      try reopened.read { try $0.contact(contact.id) }
    }
  }
}
