package import SegmentModel

extension ProfileReader {
  /// The highest position that the change feed has given; 0 before the first.
  package func feedPosition() throws -> Int64 {
    try FeedTable.lastPosition(in: database)
  }

  /// The lowest position from which a follower can go on without missing anything. One that is further
  /// behind has to rebuild what it keeps.
  package func firstFeedCursor() throws -> Int64 {
    try FeedTable.firstCursor(in: database)
  }

  /// The entries after a position, in their order, at most `limit`.
  package func feed(after position: Int64, limit: Int) throws -> [ChangeFeedEntry] {
    try names.withCache { cache in
      try database.statement(
        "SELECT position, kind, entity, name, item FROM feed WHERE position > ? ORDER BY position LIMIT ?"
      ).all(position, limit) { row in
        guard let kind = ChangeFeedEntry.Kind(rawValue: Int(row.integer(1))) else {
          throw ProfileStoreError.damaged(table: "feed", id: row.integer(0))
        }
        var name: String?
        if let id = row.optionalInteger(3) {
          let isOfEvent = kind == .event || kind == .eventDeletion
          name = isOfEvent ? try cache.event(id, in: database) : try cache.property(id, in: database)?.name
        }
        return ChangeFeedEntry(
          position: row.integer(0), kind: kind, entity: row.integer(2), name: name, item: row.optionalInteger(4))
      }
    }
  }
}
