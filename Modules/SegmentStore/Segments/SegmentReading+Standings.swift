import GRDB
package import SegmentModel

/// How the count of a segment stands, without its definition.
package struct SegmentStanding: Sendable, Equatable {
  /// `seg_…`.
  package var id: String
  package var contentType: ContentType
  package var state: SegmentState
  /// The last good count; nil before the first build.
  package var count: Int64?
  /// The count before that.
  package var previous: Int64?
  /// Version at which the count last changed.
  package var countVersion: Int64
}

extension SegmentReading {
  /// Of every segment, in the order of their making; a millisecond for a thousand of them.
  package func standings() throws -> [SegmentStanding] {
    try Row.fetchAll(db.cachedStatement(sql: Self.selectStanding + " ORDER BY row")).map(SegmentStanding.init)
  }

  /// Nil where there is no such segment.
  package func standing(of id: String) throws -> SegmentStanding? {
    try Row.fetchOne(db.cachedStatement(sql: Self.selectStanding + " AND id = ?"), arguments: [id])
      .map(SegmentStanding.init)
  }

  private static let selectStanding = """
    SELECT id, contentType, state, why, count, previous, countVersion FROM segment WHERE deletedAt IS NULL
    """

  /// Everyone by content type, as last committed; empty before the first step.
  package func totals() throws -> [ContentType: Int64] {
    let rows = try Row.fetchAll(db.cachedStatement(sql: "SELECT contentType, count FROM total"))
    return try rows.reduce(into: [:]) { totals, row in
      let contentType: ContentType = try row.word("contentType")
      totals[contentType] = row["count"]
    }
  }
}

extension SegmentStanding {
  fileprivate init(_ row: Row) throws {
    self.init(
      id: row["id"], contentType: try row.word("contentType"),
      state: try SegmentState(word: row["state"], why: row["why"]), count: row["count"], previous: row["previous"],
      countVersion: row["countVersion"])
  }
}
