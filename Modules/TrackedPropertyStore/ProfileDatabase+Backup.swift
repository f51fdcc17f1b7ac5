import GRDB

extension ProfileDatabase {
  /// Copies everything, as it is at one moment, into a new file; others may write meanwhile, and what they write stays in
  /// the log for so long. On disk when this returns.
  /// Source: https://www.sqlite.org/backup.html
  /// - Throws: `ProfileStoreError.busy`, `DatabaseError`.
  package func backUp(to path: String) throws {
    try Self.reporting {
      let copy = try DatabaseQueue(path: path)
      try pool.backup(to: copy)
      try copy.close()
    }
  }

  /// Gives the file another instance id: whoever has followed it starts anew, since positions and row ids mean other
  /// things now.
  package func renewInstance() throws {
    try Self.reporting {
      try pool.write { database in
        try database.execute(
          sql: "UPDATE meta SET value = CAST(lower(hex(randomblob(8))) AS BLOB) WHERE key = ?",
          arguments: [ProfileMigrations.Meta.instance])
      }
    }
  }
}
