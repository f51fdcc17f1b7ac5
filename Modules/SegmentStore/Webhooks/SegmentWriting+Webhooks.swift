import GRDB
package import SegmentModel

extension SegmentWriting {
  /// A new endpoint; of every segment that it wants and that is built it is told as it stands now.
  package func insertEndpoint(_ settings: WebhookSettings, secret: String, at now: Instant) throws -> WebhookEndpoint {
    try db.execute(
      sql: """
        INSERT INTO endpoint (id, revision, url, events, segments, properties, secret, minInterval, format, enabled,
          description, createdAt, updatedAt)
        VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        PublicID.webhook.make(), settings.url, settings.eventsText, settings.segmentsText, settings.propertiesText,
        secret, settings.minInterval, settings.format.rawValue, settings.enabled, settings.description,
        now.milliseconds, now.milliseconds,
      ])
    return try endpointChanged(db.lastInsertedRowID)
  }

  /// Enabling it anew also forgets why it was disabled; that and another URL, how it failed.
  package func updateEndpoint(
    _ old: WebhookEndpoint, to settings: WebhookSettings, at now: Instant
  ) throws -> WebhookEndpoint {
    try db.execute(
      sql: """
        UPDATE endpoint SET revision = revision + 1, url = ?, events = ?, segments = ?, properties = ?,
          minInterval = ?, format = ?, enabled = ?, description = ?, updatedAt = ? WHERE row = ?
        """,
      arguments: [
        settings.url, settings.eventsText, settings.segmentsText, settings.propertiesText, settings.minInterval,
        settings.format.rawValue, settings.enabled, settings.description, now.milliseconds, old.row,
      ])
    let isEnabledAnew = settings.enabled && (!old.settings.enabled || old.disabledReason != nil)
    if isEnabledAnew || settings.url != old.settings.url {
      try setBackoff(of: old.row, consecutiveFailures: 0, failingSince: nil, nextAttemptAt: nil)
    }
    if isEnabledAnew {
      try db.execute(sql: "UPDATE endpoint SET disabledReason = NULL WHERE row = ?", arguments: [old.row])
    }
    return try endpointChanged(old.row)
  }

  /// With its messages and attempts.
  package func deleteEndpoint(_ endpoint: WebhookEndpoint) throws {
    try db.execute(sql: "DELETE FROM endpoint WHERE row = ?", arguments: [endpoint.row])
    try definitionsChanged()
  }

  /// The secret of before signs beside the new one until `until`.
  package func rotateSecret(
    of endpoint: WebhookEndpoint, to secret: String, until: Instant, at now: Instant
  ) throws -> WebhookEndpoint {
    try db.execute(
      sql: """
        UPDATE endpoint SET revision = revision + 1, previousSecret = secret, previousSecretUntil = ?, secret = ?,
          updatedAt = ? WHERE row = ?
        """,
      arguments: [until.milliseconds, secret, now.milliseconds, endpoint.row])
    return try endpointChanged(endpoint.row)
  }

  /// Disables an endpoint by itself, with the reason that is shown; what waits is kept.
  package func disableEndpoint(_ row: Int64, because reason: String, at now: Instant) throws {
    try db.execute(
      sql: "UPDATE endpoint SET disabledReason = ?, enabled = 0, revision = revision + 1, updatedAt = ? WHERE row = ?",
      arguments: [reason, now.milliseconds, row])
    try definitionsChanged()
  }

  package func setBackoff(
    of row: Int64, consecutiveFailures: Int, failingSince: Instant?, nextAttemptAt: Instant?
  ) throws {
    try db.execute(
      sql: "UPDATE endpoint SET consecutiveFailures = ?, failingSince = ?, nextAttemptAt = ? WHERE row = ?",
      arguments: [consecutiveFailures, failingSince?.milliseconds, nextAttemptAt?.milliseconds, row])
  }

  private func endpointChanged(_ row: Int64) throws -> WebhookEndpoint {
    guard let endpoint = try endpoint(row: row) else { throw SegmentStoreError.damaged("an endpoint is not there") }
    try subscribe(endpoint)
    try definitionsChanged()
    return endpoint
  }
}

extension WebhookSettings {
  fileprivate var eventsText: String { events.map(\.rawValue).sorted().joined(separator: " ") }

  fileprivate var segmentsText: String? {
    switch segments {
    case .all: nil
    case .only(let ids): ids.joined(separator: " ")
    }
  }

  fileprivate var propertiesText: String { JSONValue.array(properties.map { .string($0) }).text }
}
