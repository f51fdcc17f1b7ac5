import Foundation
import GRDB
package import SegmentModel

extension SegmentWriting {
  /// Tells the endpoints that want it of a new or last definition.
  func announce(_ event: WebhookEvent, _ segment: StoredSegment, at now: Instant) throws {
    let about = SegmentOfMessages(
      id: segment.id, name: segment.definition.name, contentType: segment.definition.contentType,
      count: segment.count ?? 0, lastChange: segment.lastChange)
    for endpoint in try endpoints()
    where endpoint.settings.enabled && endpoint.settings.events.contains(event)
      && endpoint.settings.segments.contains(segment.id)
    {
      try putMessage(
        event, to: endpoint.row, segment: segment.row,
        data: ["segment": about.json, "revision": .number(Double(segment.revision))],
        afterChange: segment.lastChange, at: now)
    }
  }

  /// Asks for a `webhook.test`.
  /// - Returns: the message's id.
  package func putTest(to endpoint: WebhookEndpoint, at now: Instant) throws -> String {
    try putMessage(.test, to: endpoint.row, segment: nil, data: [:], afterChange: nil, at: now)
  }

  @discardableResult
  private func putMessage(
    _ type: WebhookEvent, to endpoint: Int64, segment: Int64?, data: JSONValue, afterChange: Int64?, at now: Instant
  ) throws -> String {
    let id = PublicID.message.make()
    try run(
      """
      INSERT INTO message (id, endpoint, segment, type, data, afterChange, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [id, endpoint, segment, type.rawValue, data.text, afterChange, now.milliseconds])
    try run(
      """
      DELETE FROM message WHERE row IN (
        SELECT row FROM message WHERE endpoint = ? AND isDead = 0 AND body IS NULL ORDER BY row DESC LIMIT -1 OFFSET ?)
      """,
      [endpoint, SegmentLimits.waitingMessages])
    return id
  }

  /// Freezes a decided message: this id and body are sent from now on.
  /// - Returns: false where it has gone.
  package func begin(_ message: OutboxMessage, body: OutboxBody) throws -> Bool {
    try run(
      "UPDATE message SET body = ?, mediaType = ? WHERE row = ? AND body IS NULL",
      [Data(body.bytes), body.mediaType, message.row])
    return db.changesCount > 0
  }

  /// Turns the waiting count into a frozen message.
  /// - Returns: nil where another count waits by now, or none.
  package func beginCount(
    _ count: WaitingCount, of waiting: WaitingSubscription, id: String, body: OutboxBody, at now: Instant
  ) throws -> OutboxMessage? {
    try run(
      """
      UPDATE subscription SET waitingCount = NULL, countBegunAt = ?
      WHERE endpoint = ? AND segment = ? AND waitingCount = ? AND waitingVersion = ?
      """,
      [now.milliseconds, waiting.endpoint, waiting.segment, count.count, count.version])
    guard db.changesCount > 0 else { return nil }
    return try insertFrozen(.countUpdated, waiting, id: id, body: body, count: count.count, at: now)
  }

  /// The endpoint has this count already.
  package func dropCount(_ count: WaitingCount, of waiting: WaitingSubscription) throws {
    try run(
      """
      UPDATE subscription SET waitingCount = NULL
      WHERE endpoint = ? AND segment = ? AND waitingCount = ? AND waitingVersion = ?
      """,
      [waiting.endpoint, waiting.segment, count.count, count.version])
  }

  /// Freezes a message of the changes up to `toChange`, and moves the cursor there.
  /// - Parameter body: nil where nothing is to be sent: the endpoint does not want what the cursor passes.
  /// - Returns: nil also where the cursor has moved or a reset has come meanwhile.
  package func beginMembers(
    of waiting: WaitingSubscription, toChange: Int64, id: String, body: OutboxBody?, at now: Instant
  ) throws -> OutboxMessage? {
    try run(
      """
      UPDATE subscription SET cursor = ?1, membersWaiting = ?1 < g.lastChange FROM segment g
      WHERE g.row = segment AND endpoint = ?2 AND segment = ?3 AND cursor = ?4 AND toldReset = g.resetVersion
      """,
      [toChange, waiting.endpoint, waiting.segment, waiting.cursor])
    guard db.changesCount > 0, let body else { return nil }
    return try insertFrozen(.membersChanged, waiting, id: id, body: body, count: nil, at: now)
  }

  /// Freezes a message that the members are to be taken anew, as they stand in this transaction.
  /// - Parameter body: nil where the endpoint does not want resets.
  package func beginReset(
    of waiting: WaitingSubscription, id: String, body: OutboxBody?, at now: Instant
  ) throws -> OutboxMessage? {
    try run(
      """
      UPDATE subscription SET cursor = g.lastChange, membersWaiting = 0, toldReset = g.resetVersion FROM segment g
      WHERE g.row = segment AND endpoint = ? AND segment = ?
      """,
      [waiting.endpoint, waiting.segment])
    guard db.changesCount > 0, let body else { return nil }
    return try insertFrozen(.membersReset, waiting, id: id, body: body, count: nil, at: now)
  }

  private func insertFrozen(
    _ type: WebhookEvent, _ waiting: WaitingSubscription, id: String, body: OutboxBody, count: Int64?, at now: Instant
  ) throws -> OutboxMessage {
    try run(
      """
      INSERT INTO message (id, endpoint, segment, type, body, mediaType, count, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, waiting.endpoint, waiting.segment, type.rawValue, Data(body.bytes), body.mediaType, count, now.milliseconds,
      ])
    return OutboxMessage(
      row: db.lastInsertedRowID, id: id, endpoint: waiting.endpoint, segment: waiting.segment, type: type, data: nil,
      body: body, afterChange: nil, count: count, refusals: 0, createdAt: now)
  }

  /// The message is delivered: it goes, and what it told is what the endpoint has.
  package func delivered(_ message: OutboxMessage) throws {
    try run("DELETE FROM message WHERE row = ?", [message.row])
    guard let count = message.count, let segment = message.segment else { return }
    try run(
      "UPDATE subscription SET lastCount = ? WHERE endpoint = ? AND segment = ?",
      [count, message.endpoint, segment])
  }

  package func setRefusals(_ refusals: Int, of message: OutboxMessage) throws {
    try run("UPDATE message SET refusals = ? WHERE row = ?", [refusals, message.row])
  }

  /// Sets a message aside for good, so that it does not block those behind it.
  package func bury(_ message: OutboxMessage) throws {
    try run("UPDATE message SET isDead = 1 WHERE row = ?", [message.row])
  }

  /// Puts the dead messages of an endpoint back in line, under their own ids.
  /// - Returns: how many.
  package func reviveMessages(of endpoint: WebhookEndpoint) throws -> Int {
    try run("UPDATE message SET isDead = 0, refusals = 0 WHERE endpoint = ? AND isDead = 1", [endpoint.row])
    let count = db.changesCount
    try definitionsChanged()
    return count
  }

  package func record(_ attempt: RecordedAttempt, of endpoint: Int64) throws {
    // The endpoint may have been deleted while the attempt was under way.
    try run(
      """
      INSERT INTO attempt (endpoint, message, type, segment, at, status, failure, duration, answer)
      SELECT row, ?, ?, ?, ?, ?, ?, ?, ? FROM endpoint WHERE row = ?
      """,
      [
        attempt.message, attempt.type.rawValue, attempt.segment, attempt.at.milliseconds, attempt.status,
        attempt.failure, attempt.duration, Data(attempt.answer), endpoint,
      ])
  }
}
