import Foundation
import GRDB
package import SegmentModel

extension SegmentReading {
  package func endpoint(_ id: String) throws -> WebhookEndpoint? {
    try Row.fetchOne(db, sql: "SELECT * FROM endpoint WHERE id = ?", arguments: [id]).map(WebhookEndpoint.init)
  }

  package func endpoint(row: Int64) throws -> WebhookEndpoint? {
    try Row.fetchOne(db, sql: "SELECT * FROM endpoint WHERE row = ?", arguments: [row]).map(WebhookEndpoint.init)
  }

  /// All of them, in the order of their making.
  package func endpoints() throws -> [WebhookEndpoint] {
    try Row.fetchAll(db, sql: "SELECT * FROM endpoint ORDER BY row").map(WebhookEndpoint.init)
  }

  package func endpointCount() throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM endpoint") ?? 0
  }

  /// What was tried of late, the newest first.
  package func attempts(of endpoint: Int64, limit: Int) throws -> [RecordedAttempt] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM attempt WHERE endpoint = ? ORDER BY row DESC LIMIT ?", arguments: [endpoint, limit]
    ).map { row in
      let answer: Data = row["answer"]
      return RecordedAttempt(
        message: row["message"], type: try row.word("type"), segment: row["segment"], at: row.instant("at"),
        status: row["status"], failure: row["failure"], duration: row["duration"], answer: [UInt8](answer))
    }
  }

  /// Endpoints that are enabled and have something waiting.
  package func endpointsWithMessages() throws -> [WebhookEndpoint] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM endpoint e WHERE enabled = 1 AND disabledReason IS NULL AND (
          EXISTS (SELECT 1 FROM subscription s WHERE s.endpoint = e.row AND (waitingCount IS NOT NULL OR membersWaiting = 1))
          OR EXISTS (SELECT 1 FROM message m WHERE m.endpoint = e.row AND m.isDead = 0))
        ORDER BY row
        """
    ).map(WebhookEndpoint.init)
  }

  /// Messages for an endpoint that are not delivered, without the dead: those begun before those decided alone (changes
  /// that are told before a definition are begun after it was decided), and the oldest first.
  package func messages(of endpoint: Int64, limit: Int) throws -> [OutboxMessage] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM message WHERE endpoint = ? AND isDead = 0 ORDER BY body IS NULL, row LIMIT ?",
      arguments: [endpoint, limit]
    ).map(OutboxMessage.init)
  }

  /// Messages that were set aside.
  package func deadMessages(of endpoint: Int64, limit: Int) throws -> [OutboxMessage] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM message WHERE endpoint = ? AND isDead = 1 ORDER BY row LIMIT ?",
      arguments: [endpoint, limit]
    ).map(OutboxMessage.init)
  }

  /// Segments of which an endpoint has something waiting.
  package func waiting(for endpoint: Int64) throws -> [WaitingSubscription] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.*, g.resetVersion, g.lastChange,
          (SELECT min(change) FROM change WHERE segment = s.segment) AS firstChange,
          EXISTS (SELECT 1 FROM message m WHERE m.endpoint = s.endpoint AND m.segment = s.segment AND m.isDead = 0
            AND m.type = 'segment.count.updated') AS isCountOutstanding
        FROM subscription s JOIN segment g ON g.row = s.segment
        WHERE s.endpoint = ? AND (s.waitingCount IS NOT NULL OR s.membersWaiting = 1)
        ORDER BY s.segment
        """,
      arguments: [endpoint]
    ).map(WaitingSubscription.init)
  }

  /// What messages say of a segment.
  package func segmentOfMessages(row: Int64) throws -> SegmentOfMessages? {
    try Row.fetchOne(db, sql: "SELECT * FROM segment WHERE row = ?", arguments: [row]).map { row in
      let contentType: ContentType = try row.word("contentType")
      return SegmentOfMessages(
        id: row["id"], name: row["name"], contentType: contentType, count: row["count"] ?? 0,
        lastChange: row["lastChange"])
    }
  }
}

/// What messages say of a segment, and where it stands.
package struct SegmentOfMessages: Sendable, Equatable {
  package var id: String
  package var name: String
  package var contentType: ContentType
  package var count: Int64
  package var lastChange: Int64

  package init(id: String, name: String, contentType: ContentType, count: Int64, lastChange: Int64) {
    self.id = id
    self.name = name
    self.contentType = contentType
    self.count = count
    self.lastChange = lastChange
  }

  package var json: JSONValue {
    ["id": .string(id), "name": .string(name), "contentType": .string(contentType.rawValue)]
  }
}

extension WebhookEndpoint {
  init(_ row: Row) throws {
    let events: String = row["events"]
    let properties = try StoredSegment.json(row["properties"]).arrayValue ?? []
    let segments = (row["segments"] as String?).map { text in
      WebhookSegments.only(text.split(separator: " ").map(String.init))
    }
    self.init(
      row: row["row"], id: row["id"], revision: row["revision"],
      settings: WebhookSettings(
        url: row["url"], events: Set(events.split(separator: " ").compactMap { WebhookEvent(rawValue: String($0)) }),
        segments: segments ?? .all, properties: properties.compactMap(\.stringValue),
        minInterval: row["minInterval"], format: try row.word("format"), enabled: row["enabled"],
        description: row["description"]),
      secret: row["secret"], previousSecret: row["previousSecret"],
      previousSecretUntil: row.optionalInstant("previousSecretUntil"), disabledReason: row["disabledReason"],
      createdAt: row.instant("createdAt"), updatedAt: row.instant("updatedAt"),
      consecutiveFailures: row["consecutiveFailures"], failingSince: row.optionalInstant("failingSince"),
      nextAttemptAt: row.optionalInstant("nextAttemptAt"))
  }
}

extension OutboxMessage {
  init(_ row: Row) throws {
    self.init(
      row: row["row"], id: row["id"], endpoint: row["endpoint"], segment: row["segment"], type: try row.word("type"),
      data: try (row["data"] as String?).map(StoredSegment.json),
      body: (row["body"] as Data?).map { OutboxBody(bytes: [UInt8]($0), mediaType: row["mediaType"] ?? "") },
      afterChange: row["afterChange"], count: row["count"], refusals: row["refusals"],
      createdAt: row.instant("createdAt"))
  }
}

extension WaitingSubscription {
  init(_ row: Row) {
    let cursor: Int64 = row["cursor"]
    let lastChange: Int64 = row["lastChange"]
    let firstChange = row["firstChange"] as Int64? ?? lastChange + 1
    let toldReset: Int64 = row["toldReset"]
    let isBehindLog = cursor < lastChange && cursor + 1 < firstChange
    self.init(
      endpoint: row["endpoint"], segment: row["segment"],
      count: (row["waitingCount"] as Int64?).map {
        WaitingCount(
          count: $0, version: row["waitingVersion"] ?? 0,
          asOf: row.optionalInstant("waitingAsOf") ?? Instant(milliseconds: 0))
      },
      lastCount: row["lastCount"], countBegunAt: row.optionalInstant("countBegunAt"),
      isCountOutstanding: row["isCountOutstanding"], wantsMembers: row["wantsMembers"], wantsReset: row["wantsReset"],
      areMembersWaiting: row["membersWaiting"], cursor: cursor,
      needsReset: toldReset < (row["resetVersion"] as Int64) || isBehindLog)
  }
}
