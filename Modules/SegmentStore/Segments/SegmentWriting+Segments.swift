import GRDB
package import SegmentModel

/// Definitions. Whether they are valid, their names free and the writer up to date, the caller has looked at in the
/// same transaction.
extension SegmentWriting {
  /// A new segment, still to be built; endpoints that want every segment get it.
  /// - Parameter author: who wrote it, for people.
  package func insertSegment(
    _ definition: SegmentDefinition, by author: String? = nil, at now: Instant
  ) throws -> StoredSegment {
    let id = PublicID.segment.make()
    try db.execute(
      sql: """
        INSERT INTO segment (id, revision, name, foldedName, contentType, definition, createdAt, updatedAt, state)
        VALUES (?, 1, ?, ?, ?, ?, ?, ?, 'building')
        """,
      arguments: [
        id, definition.name, definition.name.folded, definition.contentType.rawValue, definition.json.text,
        now.milliseconds, now.milliseconds,
      ])
    let row = db.lastInsertedRowID
    try keepRevision(1, of: row, definition, by: author, at: now)
    try setReferences(of: row, definition)
    try subscribeEndpoints(toSegment: row)
    try definitionsChanged()
    guard let segment = try segment(row: row) else { throw SegmentStoreError.damaged("a new segment is not there") }
    return segment
  }

  /// - Parameters:
  ///   - needsBuild: the members may be others now; false for a new name or colour.
  ///   - author: who wrote it, for people.
  package func updateSegment(
    _ old: StoredSegment, to definition: SegmentDefinition, needsBuild: Bool, by author: String? = nil, at now: Instant
  ) throws -> StoredSegment {
    let revision = old.revision + 1
    try db.execute(
      sql: """
        UPDATE segment SET revision = ?, name = ?, foldedName = ?, contentType = ?, definition = ?, updatedAt = ?,
          state = CASE WHEN ? THEN 'building' ELSE state END, why = CASE WHEN ? THEN NULL ELSE why END
        WHERE row = ?
        """,
      arguments: [
        revision, definition.name, definition.name.folded, definition.contentType.rawValue, definition.json.text,
        now.milliseconds, needsBuild, needsBuild, old.row,
      ])
    try keepRevision(revision, of: old.row, definition, by: author, at: now)
    try setReferences(of: old.row, definition)
    try definitionsChanged()
    guard let segment = try segment(row: old.row) else { throw SegmentStoreError.damaged("\(old.id) has gone") }
    try announce(.definitionUpdated, segment, at: now)
    return segment
  }

  /// Takes the segment, and says so to the endpoints after what they are still to be told of it: messages that were
  /// begun or decided, and changes that have their numbers. A count that waits, or members that would have to be taken
  /// anew, are of no use any more. Its snapshots, changes and history, which may be many, go with what is kept no
  /// longer.
  package func deleteSegment(_ segment: StoredSegment, at now: Instant) throws {
    try db.execute(
      sql: "UPDATE segment SET deletedAt = ?, revision = revision + 1 WHERE row = ?",
      arguments: [now.milliseconds, segment.row])
    try endSubscriptions(toSegment: segment)
    var last = segment
    last.revision += 1
    try announce(.deleted, last, at: now)
    try db.execute(sql: "DELETE FROM reference WHERE segment = ?", arguments: [segment.row])
    try definitionsChanged()
  }

  private func keepRevision(
    _ revision: Int64, of row: Int64, _ definition: SegmentDefinition, by author: String?, at now: Instant
  ) throws {
    try db.execute(
      sql: "INSERT INTO revision (segment, revision, definition, at, author) VALUES (?, ?, ?, ?, ?)",
      arguments: [row, revision, definition.json.text, now.milliseconds, author])
  }

  private func setReferences(of row: Int64, _ definition: SegmentDefinition) throws {
    try db.execute(sql: "DELETE FROM reference WHERE segment = ?", arguments: [row])
    for target in definition.directReferences {
      try db.execute(
        sql: "INSERT INTO reference (segment, target) SELECT ?, row FROM segment WHERE id = ? AND deletedAt IS NULL",
        arguments: [row, target])
    }
  }
}
