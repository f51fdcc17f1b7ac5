import GRDB
package import SegmentModel

extension SegmentReading {
  /// Nil where there is none or it was deleted.
  package func segment(_ id: String) throws -> StoredSegment? {
    try Row.fetchOne(db, sql: "SELECT * FROM segment WHERE id = ? AND deletedAt IS NULL", arguments: [id])
      .map(StoredSegment.init)
  }

  func segment(row: Int64) throws -> StoredSegment? {
    try Row.fetchOne(db, sql: "SELECT * FROM segment WHERE row = ? AND deletedAt IS NULL", arguments: [row])
      .map(StoredSegment.init)
  }

  /// All of them, in the order of their making.
  package func segments(of contentType: ContentType? = nil) throws -> [StoredSegment] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM segment WHERE deletedAt IS NULL AND (?1 IS NULL OR contentType = ?1) ORDER BY row",
      arguments: [contentType?.rawValue]
    ).map(StoredSegment.init)
  }

  /// Those after one, in the order of their making, each read only when it is its turn.
  /// - Parameters:
  ///   - row: of the one before; 0 for all.
  ///   - isLast: whether no more are wanted after this one.
  package func segments(
    of contentType: ContentType?, after row: Int64, until isLast: (StoredSegment) throws -> Bool
  ) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT * FROM segment WHERE row > ?1 AND deletedAt IS NULL AND (?2 IS NULL OR contentType = ?2) ORDER BY row
        """,
      arguments: [row, contentType?.rawValue])
    while let row = try rows.next() {
      if try isLast(StoredSegment(row)) { return }
    }
  }

  /// All of them, in the order of their making, for who has read them before.
  /// - Parameter revisions: those that are known, by row.
  package func segments(knowing revisions: [Int64: Int64]) throws -> [RereadSegment] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT * FROM segment WHERE deletedAt IS NULL ORDER BY row"))
    var segments: [RereadSegment] = []
    while let row = try rows.next() {
      let (number, revision): (Int64, Int64) = (row["row"], row["revision"])
      if revisions[number] == revision {
        segments.append(.known(row: number, state: try SegmentState(word: row["state"], why: row["why"])))
      } else {
        segments.append(.other(try StoredSegment(row)))
      }
    }
    return segments
  }

  package func segmentCount() throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM segment WHERE deletedAt IS NULL") ?? 0
  }

  /// Whose name it is among the segments of one content type; names are compared as text.
  package func segment(named name: String, of contentType: ContentType) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT id FROM segment WHERE contentType = ? AND foldedName = ? AND deletedAt IS NULL",
      arguments: [contentType.rawValue, name.folded])
  }

  /// The segments that refer to this one themselves, by id.
  package func users(of id: String) throws -> [SegmentName] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.id, s.name FROM reference r JOIN segment s ON s.row = r.segment
        WHERE r.target = (SELECT row FROM segment WHERE id = ?) AND s.deletedAt IS NULL ORDER BY s.row
        """,
      arguments: [id]
    ).map { SegmentName(id: $0["id"], name: $0["name"]) }
  }

  /// The segments that refer to a list, in the order of their making.
  package func users(ofList id: String) throws -> [SegmentName] {
    // Few refer to lists, and few lists are deleted: the text rules out nearly all.
    let candidates = try Row.fetchAll(
      db, sql: "SELECT * FROM segment WHERE deletedAt IS NULL AND instr(definition, ?) > 0 ORDER BY row",
      arguments: [id])
    return try candidates.map(StoredSegment.init)
      .filter { $0.definition.listReferences.contains(id) }
      .map { SegmentName(id: $0.id, name: $0.definition.name) }
  }

  /// Who refers to whom themselves: by the id referred to, those that do.
  package func users() throws -> [String: [SegmentName]] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT t.id AS target, s.id, s.name FROM reference r JOIN segment s ON s.row = r.segment
        JOIN segment t ON t.row = r.target WHERE s.deletedAt IS NULL ORDER BY s.row
        """)
    var users: [String: [SegmentName]] = [:]
    for row in rows { users[row["target"], default: []].append(SegmentName(id: row["id"], name: row["name"])) }
    return users
  }

  /// Definitions before and now, the newest first.
  /// - Parameters:
  ///   - before: the oldest of those that are known; nil for the newest of all.
  ///   - bytes: of their texts together, at most; one is given however long.
  package func revisions(
    of id: String, before: Int64? = nil, limit: Int = .max, bytes: Int = .max
  ) throws -> [SegmentRevision] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT r.* FROM revision r JOIN segment s ON s.row = r.segment
        WHERE s.id = ? AND s.deletedAt IS NULL AND (?2 IS NULL OR r.revision < ?2) ORDER BY r.revision DESC
        """,
      arguments: [id, before])
    var revisions: [SegmentRevision] = []
    var size = 0
    while revisions.count < limit, let row = try rows.next() {
      let text: String = row["definition"]
      size += text.utf8.count
      if size > bytes, !revisions.isEmpty { break }
      revisions.append(
        SegmentRevision(
          revision: row["revision"], definition: try StoredSegment.json(text), at: row.instant("at"),
          author: row["author"]))
    }
    return revisions
  }
}

extension StoredSegment {
  init(_ row: Row) throws {
    let id: String = row["id"]
    self.init(
      row: row["row"], id: id, revision: row["revision"],
      definition: try Self.definition(row["definition"], of: id), createdAt: row.instant("createdAt"),
      updatedAt: row.instant("updatedAt"), state: try SegmentState(word: row["state"], why: row["why"]),
      plan: row["plan"], evaluatedAt: row.optionalInstant("evaluatedAt"), count: row["count"],
      previous: row["previous"], countVersion: row["countVersion"], membersVersion: row["membersVersion"],
      resetVersion: row["resetVersion"], lastChange: row["lastChange"])
  }

  static func json(_ text: String) throws -> JSONValue {
    do {
      return try JSONReader.read(text)
    } catch {
      throw SegmentStoreError.damaged("a definition is \(error)")
    }
  }

  private static func definition(_ text: String, of id: String) throws -> SegmentDefinition {
    do {
      return try SegmentReader.read(json(text))
    } catch let error as InvalidInput {
      let first = error.errors.first.map { "\($0.pointer): \($0.detail)" } ?? ""
      throw SegmentStoreError.damaged("the definition of \(id) is not valid (\(first))")
    }
  }
}

extension SegmentState {
  init(word: String, why: String?) throws {
    switch word {
    case "building": self = .building
    case "ready": self = .ready
    case "failed": self = .failed(why ?? "")
    default: throw SegmentStoreError.damaged("\"\(word)\" is no state of a segment")
    }
  }
}
