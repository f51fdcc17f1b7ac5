import GRDB
import SegmentModel

/// Which endpoint is told of which segment, kept as rows so that a commit needs not look at the endpoints.
extension SegmentWriting {
  /// Makes the rows of an endpoint fit its settings. What it newly wants of built segments waits at once.
  func subscribe(_ endpoint: WebhookEndpoint) throws {
    let settings = endpoint.settings
    let segments = try Row.fetchAll(db, sql: "SELECT row, id FROM segment WHERE deletedAt IS NULL")
    for segment in segments {
      let row: Int64 = segment["row"]
      if settings.segments.contains(segment["id"]) {
        try subscribe(endpoint.row, settings.events, toSegment: row)
      } else {
        try unsubscribe(endpoint.row, fromSegment: row)
      }
    }
  }

  /// Gives a new segment to the endpoints that want every one.
  func subscribeEndpoints(toSegment row: Int64) throws {
    for endpoint in try endpoints() where endpoint.settings.segments == .all {
      try subscribe(endpoint.row, endpoint.settings.events, toSegment: row)
    }
  }

  /// Of a segment that is deleted only changes are still told.
  func endSubscriptions(toSegment segment: StoredSegment) throws {
    try db.execute(
      sql: """
        DELETE FROM subscription WHERE segment = ? AND NOT (wantsMembers = 1 AND membersWaiting = 1 AND toldReset = ?)
        """,
      arguments: [segment.row, segment.resetVersion])
    try db.execute(
      sql: "UPDATE subscription SET waitingCount = NULL WHERE segment = ?", arguments: [segment.row])
  }

  private func subscribe(_ endpoint: Int64, _ events: Set<WebhookEvent>, toSegment segment: Int64) throws {
    let wantsCount = events.contains(.countUpdated)
    let wantsMembers = events.contains(.membersChanged)
    let wantsReset = events.contains(.membersReset)
    let old = try Row.fetchOne(
      db, sql: "SELECT * FROM subscription WHERE endpoint = ? AND segment = ?", arguments: [endpoint, segment])
    try db.execute(
      sql: """
        INSERT INTO subscription (endpoint, segment, wantsCount, wantsMembers, wantsReset) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET wantsCount = excluded.wantsCount, wantsMembers = excluded.wantsMembers,
          wantsReset = excluded.wantsReset, waitingCount = iif(excluded.wantsCount, waitingCount, NULL),
          membersWaiting = iif(excluded.wantsMembers OR excluded.wantsReset, membersWaiting, 0)
        """,
      arguments: [endpoint, segment, wantsCount, wantsMembers, wantsReset])
    if wantsCount, !(old?["wantsCount"] ?? false) { try tellCount(to: endpoint, of: segment) }
    let wantedMembers = old?["wantsMembers"] ?? false || old?["wantsReset"] ?? false
    if wantsMembers || wantsReset, !wantedMembers { try tellMembers(to: endpoint, of: segment) }
  }

  private func tellCount(to endpoint: Int64, of segment: Int64) throws {
    try db.execute(
      sql: """
        UPDATE subscription SET waitingCount = g.count, waitingVersion = g.countVersion, lastCount = NULL,
          waitingAsOf = (SELECT now FROM service)
        FROM segment g WHERE g.row = segment AND g.count IS NOT NULL AND endpoint = ? AND segment = ?
        """,
      arguments: [endpoint, segment])
  }

  private func tellMembers(to endpoint: Int64, of segment: Int64) throws {
    try db.execute(
      sql: """
        UPDATE subscription SET membersWaiting = 1, toldReset = 0 FROM segment g
        WHERE g.row = segment AND g.resetVersion > 0 AND endpoint = ? AND segment = ?
        """,
      arguments: [endpoint, segment])
  }

  /// Also takes what was decided to be told of the segment.
  private func unsubscribe(_ endpoint: Int64, fromSegment segment: Int64) throws {
    try db.execute(
      sql: "DELETE FROM subscription WHERE endpoint = ? AND segment = ?", arguments: [endpoint, segment])
    guard db.changesCount > 0 else { return }
    try db.execute(sql: "DELETE FROM message WHERE endpoint = ? AND segment = ?", arguments: [endpoint, segment])
  }
}
