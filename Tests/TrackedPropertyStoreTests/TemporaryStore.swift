import Foundation
import SegmentModel
import Synchronization
import TrackedPropertyStore

/// A data directory that is gone when the value is; in memory where the system has such a place, because each store that
/// is made waits for the disk a dozen times.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let parent =
      FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    let root = parent.appendingPathComponent("strata-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    path = root.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A clock that stands until it is moved.
final class HeldClock: WallClock {
  private let milliseconds: Mutex<Int64>

  init(_ text: String = "2026-11-24T12:00:00Z") {
    milliseconds = Mutex(Instant(text)?.milliseconds ?? 0)
  }

  var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

  func advance(hours: Int64) { milliseconds.withLock { $0 += hours * 3_600_000 } }
}

/// A database in a directory of its own.
final class TemporaryStore {
  let directory: TemporaryDirectory
  let clock = HeldClock()
  let profiles: ProfileDatabase

  init() throws {
    directory = try TemporaryDirectory()
    profiles = try ProfileDatabase(in: DataDirectory(path: directory.path), clock: clock)
  }

  /// A second connection, as another program has one.
  func open() throws -> ProfileDatabase {
    try ProfileDatabase(in: DataDirectory(path: directory.path), clock: clock)
  }

  var now: Instant { clock.now }

  /// Stores a contact with these properties and identifiers.
  @discardableResult
  func contact(
    _ properties: [ExactText: Value] = [:], tracked: [ExactText: Value] = [:], identifiers: [Identifier] = []
  ) throws -> ContactRecord {
    try profiles.write { transaction in
      try transaction.insertContact(
        record(properties, tracked: tracked, identifiers: identifiers))
    }.value
  }

  func record(
    _ properties: [ExactText: Value] = [:], tracked: [ExactText: Value] = [:], identifiers: [Identifier] = []
  ) -> ContactRecord {
    ContactRecord(
      createdAt: now, properties: properties.mapValues { StoredValue($0, time: now, isTrusted: true) },
      tracked: tracked.mapValues { StoredValue($0, time: now, isTrusted: false) }, identifiers: identifiers)
  }

  @discardableResult
  func event(_ name: String, of contact: Int64, attributes: [NamedValue] = [], hoursAgo: Int64 = 0) throws -> Int64 {
    try profiles.write { transaction in
      try transaction.appendEvent(
        EventRecord(
          contact: contact, name: name, time: now.advanced(milliseconds: -hoursAgo * 3_600_000), receivedAt: now,
          attributes: attributes))
    }.value
  }

  /// The feed after a position, without the positions.
  func feed(after position: Int64) throws -> [ChangeFeedEntry] {
    try profiles.read { try $0.feed(after: position, limit: 10_000) }.map {
      var entry = $0
      entry.position = 0
      return entry
    }
  }

  func position() throws -> Int64 { try profiles.read { try $0.feedPosition() } }
}

extension Identifier {
  static func user(_ value: String) -> Identifier { Identifier(kind: .userId, stored: value) }
  static func email(_ value: String) -> Identifier { Identifier(kind: .email, stored: value) }
}

extension ChangeFeedEntry {
  static func of(_ kind: Kind, _ entity: Int64, name: String? = nil, item: Int64? = nil) -> ChangeFeedEntry {
    ChangeFeedEntry(position: 0, kind: kind, entity: entity, name: name, item: item)
  }
}
