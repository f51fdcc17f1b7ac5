import Foundation
import GRDB
import SegmentModel
import TestSupport
import Testing

@testable import SegmentStore

@Suite struct OpeningTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path(of: "segments.sqlite") }

  init() throws { directory = try TemporaryDirectory() }

  @Test func aNewFileHasAnEpochAndIsDurable() throws {
    #expect(try SegmentSchema.state(at: path) == .absent)
    let store = try SegmentStore(path: path)
    #expect(try SegmentSchema.state(at: path) == .current)
    let point = try store.read { try $0.service() }
    #expect(point.epoch.utf8.count == 20)
    #expect(point.version == 0 && point.position == 0 && point.profiles == nil)
    let again = try SegmentStore(path: path).read { try $0.service() }
    #expect(again == point)
    let queue = try DatabaseQueue(path: path)
    #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
  }

  @Test func aFileOfTheFirstFormatIsBroughtUpToDateWithAllThatIsInIt() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(sql: SegmentSchema1.sql)
      try database.execute(
        sql: """
          PRAGMA application_id = \(SegmentSchema.applicationID); PRAGMA user_version = 1;
          INSERT INTO service (id, epoch, version, position, now, definitions) VALUES (1, 'old', 5, 7, 9, 1);
          INSERT INTO segment (row, id, revision, name, foldedName, contentType, definition, createdAt, updatedAt, state)
            VALUES (1, 'seg_1', 1, 'a', 'a', 'contact',
              '{"name":"a","contentType":"contact","filter":{"all":[]}}', 1, 1, 'ready');
          INSERT INTO revision (segment, revision, definition, at) VALUES (1, 1, '{}', 3);
          """)
      try database.execute(
        sql: "INSERT INTO snapshot (segment, version, lastChange, members) VALUES (1, 4, 0, ?)",
        arguments: [Data(Bitmap([1, 2]).bytes())])
    }
    #expect(try SegmentSchema.state(at: path) == .older)
    let store = try SegmentStore(path: path)
    #expect(try SegmentSchema.state(at: path) == .current)
    try store.read { reading in
      #expect(try reading.service().epoch == "old")
      #expect(try reading.service().settled == Instant(milliseconds: 9))
      #expect(try reading.members(of: 1, at: 5) == Bitmap([1, 2]))
      let revisions = try reading.revisions(of: "seg_1")
      #expect(revisions == [SegmentRevision(revision: 1, definition: [:], at: Instant(milliseconds: 3), author: nil)])
      #expect(try reading.retention() == RetentionSettings())
    }
  }

  @Test func aFileOfANewerVersionIsRefused() throws {
    _ = try SegmentStore(path: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "PRAGMA user_version = \(SegmentSchema.version + 1)") }
    #expect(throws: SegmentStoreError.newer(path: path, version: SegmentSchema.version + 1)) {
      try SegmentStore(path: path)
    }
  }

  @Test func aFileOfSomethingElseIsRefused() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE other (a)") }
    #expect(throws: SegmentStoreError.foreignFile(path: path)) { try SegmentStore(path: path) }
    let text = directory.path(of: "text")
    try Data(repeating: 65, count: 5000).write(to: URL(filePath: text))
    #expect(throws: SegmentStoreError.foreignFile(path: text)) { try SegmentStore(path: text) }
  }

  @Test func theDoorbellHearsCommitsOfThisProcessAndOthers() throws {
    let store = try SegmentStore(path: path)
    let other = try SegmentStore(path: path)
    var heard: Set<Int64> = [try store.dataVersion()]
    #expect(try heard.contains(store.dataVersion()))
    _ = try store.write { try $0.insertSignInCode(hash: [1], scopes: [.admin], expiresAt: Instant(milliseconds: 9)) }
    heard.insert(try store.dataVersion())
    _ = try other.write { try $0.insertSignInCode(hash: [2], scopes: [.admin], expiresAt: Instant(milliseconds: 9)) }
    heard.insert(try store.dataVersion())
    #expect(heard.count == 3)
  }

  @Test func aWriteThatThrowsHasDoneNothing() throws {
    struct Stop: Error {}
    let store = try SegmentStore(path: path)
    #expect(throws: Stop.self) {
      try store.write { writing in
        _ = try writing.insertToken(name: "t", hash: [1], scopes: [.read], expiresAt: nil, at: Instant(milliseconds: 1))
        throw Stop()
      }
    }
    #expect(try store.read { try $0.tokens() } == [])
  }
}
