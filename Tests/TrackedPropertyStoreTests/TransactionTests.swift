import Foundation
import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct TransactionTests {
  private struct Refusal: Error, Equatable {}

  @Test func thrownErrorUndoesTheWholeTransaction() throws {
    let store = try TemporaryStore()
    #expect(throws: Refusal()) {
      try store.profiles.write { transaction in
        let contact = try transaction.insertContact(store.record(["new": .text("x")]))
        _ = try transaction.appendEvent(
          EventRecord(contact: contact.id, name: "new", time: store.now, receivedAt: store.now))
        throw Refusal()
      }
    }
    #expect(try store.position() == 0)
    let status = try store.profiles.read { try $0.status() }
    #expect(status.contacts == 0)
    #expect(status.eventNames == 0)
    // Nor does the writer remember names that were undone.
    let contact = try store.contact(["new": .text("x")])
    try store.event("new", of: contact.id)
    #expect(try store.profiles.read { try $0.contact(contact.id) } == contact)
    #expect(try store.profiles.read { try $0.events() } == [CatalogedEvent(name: "new", events: 1, attributes: [])])
  }

  @Test func savepointUndoesItsMessageAlone() throws {
    let store = try TemporaryStore()
    let kept = try store.profiles.write { transaction in
      let kept = try transaction.insertContact(store.record(["a": .text("x")]))
      let undone = Result {
        try transaction.savepoint {
          _ = try transaction.appendEvent(
            EventRecord(contact: kept.id, name: "undone", time: store.now, receivedAt: store.now))
          var changed = kept
          changed.properties["b"] = StoredValue(.text("y"), time: store.now, isTrusted: true)
          try transaction.updateContact(changed)
          throw Refusal()
        }
      }
      #expect(throws: Refusal()) { try undone.get() }
      try transaction.savepoint {
        _ = try transaction.appendEvent(
          EventRecord(contact: kept.id, name: "kept", time: store.now, receivedAt: store.now))
      }
      #expect(try transaction.loadContact(kept.id) == kept)
      return kept
    }.value
    #expect(try store.profiles.read { try $0.contact(kept.id) } == kept)
    #expect(try store.profiles.read { try $0.events() }.map(\.name) == ["kept"])
    #expect(try store.feed(after: 0).map(\.kind) == [.contactCreation, .event])
    #expect(try store.profiles.read { try $0.properties(in: .contact) }.first { $0.name == "b" } == nil)
  }

  /// Names that were there stay known, those made since are made again.
  @Test func namesUndoneWithASavepointAreMadeAgain() throws {
    let store = try TemporaryStore()
    let known = try store.contact(["known": .text("x")])
    _ = try store.profiles.write { transaction in
      let undone = Result {
        try transaction.savepoint {
          try Self.name(["new"], of: known, transaction)
          throw Refusal()
        }
      }
      #expect(throws: Refusal()) { try undone.get() }
      try transaction.savepoint { try Self.name(["other", "new"], of: known, transaction) }
    }
    let contact = try store.profiles.read { try $0.contact(known.id) }
    let values: [ExactText: Value?] = ["known": .text("x"), "other": .text("other"), "new": .text("new")]
    #expect(contact?.properties.mapValues(\.value) == values)
    #expect(try Set(store.profiles.read { try $0.events() }.map(\.name)) == ["other", "new"])
    let attributes = try store.profiles.read { try $0.events(after: 0, limit: 10) }.events.map(\.attributes)
    #expect(attributes == [[NamedValue("other", .text("other"))], [NamedValue("new", .text("new"))]])
  }

  /// Gives a contact properties, and events with attributes, of these names.
  private static func name(_ names: [String], of contact: ContactRecord, _ transaction: ProfileWriteTransaction) throws
  {
    let time = contact.createdAt
    var changed = contact
    for name in names {
      changed.properties[ExactText(name)] = StoredValue(.text(name), time: time, isTrusted: true)
      _ = try transaction.appendEvent(
        EventRecord(
          contact: contact.id, name: name, time: time, receivedAt: time,
          attributes: [NamedValue(name, .text(name))]))
    }
    try transaction.updateContact(changed)
  }

  @Test func readerSeesNothingOfAnOpenTransaction() throws {
    let store = try TemporaryStore()
    let other = try store.open()
    _ = try store.profiles.write { transaction in
      _ = try transaction.insertContact(store.record())
      #expect(try other.read { try $0.status().contacts } == 0)
      #expect(try store.profiles.read { try $0.status().contacts } == 0)
    }
    #expect(try other.read { try $0.status().contacts } == 1)
  }

  /// What the log holds up to the last commit is there after a crash; what follows it, is not. A copy of the files of an
  /// open database is what a crash leaves behind.
  @Test func filesOfACrashHoldEveryCommittedTransactionAndNoOther() throws {
    let store = try TemporaryStore()
    let crashed = try TemporaryDirectory()
    _ = try store.contact(identifiers: [.user("committed")])
    _ = try store.profiles.write { transaction in
      _ = try transaction.insertContact(store.record(identifiers: [.user("open")]))
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: store.directory.path + "/profiles.sqlite" + suffix,
          toPath: crashed.path + "/profiles.sqlite" + suffix)
      }
    }
    let reopened = try ProfileDatabase(in: DataDirectory(path: crashed.path))
    try reopened.read { reader throws in
      #expect(try reader.contact(bearing: .user("committed")) != nil)
      #expect(try reader.contact(bearing: .user("open")) == nil)
      #expect(try String.fetchOne(reader.database, sql: "PRAGMA integrity_check") == "ok")
    }
  }

  @Test func everyCommitIsSynced() throws {
    let store = try TemporaryStore()
    let (mode, synchronous) = try store.profiles.write { transaction in
      (
        try String.fetchOne(transaction.database, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(transaction.database, sql: "PRAGMA synchronous")
      )
    }.value
    #expect(mode == "wal")
    #expect(synchronous == 2)
  }

  @Test func doorbellRingsForCommitsOfAnyConnection() throws {
    let store = try TemporaryStore()
    let doorbell = try store.profiles.makeDoorbell()
    let first = try doorbell.dataVersion()
    #expect(try doorbell.dataVersion() == first)
    try store.contact()
    let second = try doorbell.dataVersion()
    #expect(second != first)
    _ = try store.open().write { try $0.insertContact(store.record()) }
    #expect(try doorbell.dataVersion() != second)
  }

  @Test func lockThatIsNotGivenInTimeIsSaidAsBusy() throws {
    let store = try TemporaryStore()
    try store.contact()
    let other = try ProfileDatabase(
      in: DataDirectory(path: store.directory.path), clock: store.clock, patience: 0.01)
    _ = try store.profiles.write { _ in
      #expect(throws: ProfileStoreError.busy) { _ = try other.write { _ in } }
      let read = try other.read { try $0.contact(1) }
      #expect(read != nil)
    }
  }
}
