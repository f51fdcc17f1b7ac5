import GRDB
import Glibc
import SegmentModel

/// The steps from an empty file to the newest `profiles.sqlite`. A step, once released, never changes.
enum ProfileMigrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: "PRAGMA application_id = \(ProfileSchema.applicationID)")
      try database.execute(sql: ProfileSchema.names)
      try database.execute(sql: ProfileSchema.profiles)
      try database.execute(sql: ProfileSchema.events)
      try database.execute(sql: ProfileSchema.logs)
      for name in BasicProperty.keptByRules.sorted() {
        try database.execute(
          sql: "INSERT INTO propertyName (space, name) VALUES (?, ?)",
          arguments: [PropertySpace.contact.rawValue, name])
      }
      for name in ["createdAt", "modifiedAt"] {
        try database.execute(
          sql: "INSERT INTO propertyName (space, name) VALUES (?, ?)",
          arguments: [PropertySpace.company.rawValue, name])
      }
      // From SQLite's own generator, which the system seeds.
      try database.execute(sql: "INSERT INTO meta VALUES (?, randomblob(32))", arguments: [Meta.instanceSecret])
      try database.execute(
        sql: "INSERT INTO meta VALUES (?, CAST(lower(hex(randomblob(8))) AS BLOB))", arguments: [Meta.instance])
    }
    migrator.registerMigration("2") { try $0.execute(sql: ProfileSchema.hiddenLists) }
    migrator.registerMigration("3") { try $0.execute(sql: ProfileSchema.deletedCompanies) }
    migrator.registerMigration("4") { try $0.execute(sql: ProfileSchema.callsOfRejected) }
    migrator.registerMigration("5") { try $0.execute(sql: ProfileSchema.proofsOfRejected) }
    migrator.registerMigration("6") { try $0.execute(sql: ProfileSchema.contactsOfMessages) }
    return migrator
  }

  /// Keys of the table `meta`.
  enum Meta {
    /// 32 random bytes; the key of the suppression list.
    static let instanceSecret = "instanceSecret"
    /// 16 random hexadecimal digits; another file has others, and its positions and row ids mean other things.
    static let instance = "instance"
  }

  /// How the file at this path stands to this version.
  /// - Throws: `ProfileStoreError.newer` and `.foreign`.
  static func state(ofDatabaseAt path: String) throws -> DataDirectory.StoreState {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 else { return .absent }
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { database in
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      if tables == 0 { return .absent }
      guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == ProfileSchema.applicationID else {
        throw ProfileStoreError.foreign(path: path)
      }
      if try migrator.hasBeenSuperseded(database) { throw ProfileStoreError.newer(path: path) }
      return try migrator.hasCompletedMigrations(database) ? .current : .older
    }
  }

  /// Creates the database or brings it up to date; to be called alone (`DataDirectory.bringUpToDate`).
  static func migrate(databaseAt path: String) throws {
    // Made by SQLite it would be for everyone to read.
    close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    }
    try migrator.migrate(queue)
    try queue.close()
  }
}
