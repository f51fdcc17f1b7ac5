import Foundation
import GRDB
package import SegmentModel

extension SegmentWriting {
  /// Commits a step of the follower: position, now, numbered changes, counts, and what is to be told, together.
  /// Segments that were deleted meanwhile are left out.
  /// - Throws: `SegmentStoreError.staleFollower`.
  package func commit(_ commit: MembershipCommit) throws -> CommittedStep {
    let point = try service()
    guard point.epoch == commit.epoch, point.position == commit.from else { throw SegmentStoreError.staleFollower }
    let updates = try commit.updates.compactMap { update in
      try segmentColumns(update.segment).map { (update, $0) }
    }
    let changesSomething = updates.contains { update, old in
      update.isReset || !update.changes.isEmpty || (update.count.map { Int64($0) != old.count } ?? false)
    }
    var result = CommittedStep(version: point.version + (changesSomething ? 1 : 0))
    for (update, old) in updates {
      let lastChange = try append(update.changes, to: update.segment, after: old.lastChange, commit, result.version)
      result.lastChanges[update.segment] = lastChange
      try write(update, over: old, lastChange: lastChange, at: commit.now, version: result.version)
      if try tell(update, over: old, at: commit.now, version: result.version) { result.hasMessages = true }
    }
    for (contentType, count) in commit.totals {
      try run(
        "INSERT INTO total (contentType, count) VALUES (?, ?) ON CONFLICT DO UPDATE SET count = excluded.count",
        [contentType.rawValue, count])
    }
    try forget(commit.erased)
    try run(
      "UPDATE service SET position = ?, now = max(now, ?), settled = max(settled, ?), version = ?",
      [commit.position, commit.now.milliseconds, commit.settled.milliseconds, result.version])
    return result
  }

  /// Starts anew: another epoch, everything still to be built, the last good counts kept.
  package func startEpoch(profiles: String, position: Int64, now: Instant) throws {
    try run(
      "UPDATE service SET epoch = ?1, profiles = ?2, position = ?3, now = max(now, ?4), settled = max(settled, ?4)",
      [PublicID.randomText(length: 20), profiles, position, now.milliseconds])
    try run("DELETE FROM snapshot")
    try run("DELETE FROM change")
    try run("UPDATE segment SET plan = NULL, evaluatedAt = NULL, state = iif(state = 'failed', state, 'building')")
    // Messages of the old epoch would be taken for news by nobody; the builds bring new ones.
    try run("DELETE FROM message WHERE segment IS NOT NULL AND body IS NOT NULL AND data IS NULL")
    try run("UPDATE subscription SET waitingCount = NULL, lastCount = NULL, membersWaiting = 0, toldReset = 0")
  }

  /// Says which profiles are followed, before anything was.
  package func follow(profiles: String) throws {
    try run("UPDATE service SET profiles = ?", [profiles])
  }

  private struct Columns {
    var count: Int64?
    var lastChange: Int64
  }

  private func segmentColumns(_ row: Int64) throws -> Columns? {
    let sql = "SELECT count, lastChange FROM segment WHERE row = ? AND deletedAt IS NULL"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [row]).map {
      Columns(count: $0["count"], lastChange: $0["lastChange"])
    }
  }

  private func append(
    _ changes: [SegmentUpdate.Change], to segment: Int64, after last: Int64, _ commit: MembershipCommit,
    _ version: Int64
  ) throws -> Int64 {
    guard !changes.isEmpty else { return last }
    var number = last
    var rows: [ChangeInsert.Row] = []
    rows.reserveCapacity(changes.count)
    for change in changes {
      number += 1
      let publicID = change.publicID.isEmpty ? try lastKnownID(of: change.contact, in: segment) : change.publicID
      rows.append(
        ChangeInsert.Row(
          number: number, contact: change.contact, publicID: publicID, kind: change.kind, cause: change.cause,
          at: (change.at ?? commit.now).milliseconds))
    }
    try ChangeInsert(into: segment, version: version, db).insert(rows)
    return number
  }

  /// The profiles know it no longer: whoever was merged away and then erased with the survivor. Rare, so that no index
  /// is kept for it.
  private func lastKnownID(of contact: Int64, in segment: Int64) throws -> String {
    try lastChange(of: contact, in: segment)?.publicID ?? ""
  }

  private func write(
    _ update: SegmentUpdate, over old: Columns, lastChange: Int64, at now: Instant, version: Int64
  ) throws {
    if update.isReset || lastChange != old.lastChange {
      try run(
        "UPDATE segment SET lastChange = ?, membersVersion = ? WHERE row = ?",
        [lastChange, version, update.segment])
    }
    if update.isReset {
      try run("UPDATE segment SET resetVersion = ? WHERE row = ?", [version, update.segment])
    }
    if let count = update.count.map(Int64.init), count != old.count {
      try run(
        "UPDATE segment SET previous = count, count = ?, countVersion = ? WHERE row = ?",
        [count, version, update.segment])
      try run(
        """
        INSERT INTO history (segment, hour, at, count) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET at = excluded.at, count = excluded.count
        """,
        [update.segment, now.milliseconds / 3_600_000, now.milliseconds, count])
    }
    if let snapshot = update.snapshot {
      try keep(snapshot, of: update.segment, lastChange: lastChange, at: now, version: version)
    }
    try writeState(update)
  }

  private func writeState(_ update: SegmentUpdate) throws {
    if let built = update.built {
      // A revision that came meanwhile is still to be built.
      try run(
        """
        UPDATE segment SET plan = ?2, state = iif(revision = ?3, 'ready', state), why = iif(revision = ?3, NULL, why)
        WHERE row = ?1
        """,
        [update.segment, built.plan, built.revision])
    }
    if let failure = update.failure {
      try db.execute(
        // Its members are followed no longer, so they are of no plan.
        sql: "UPDATE segment SET state = 'failed', why = ?, plan = iif(plan IS NULL, NULL, 0) WHERE row = ?",
        arguments: [failure, update.segment])
    }
    if update.isUnread {
      try run("UPDATE segment SET evaluatedAt = NULL WHERE row = ?", [update.segment])
    } else if let evaluatedAt = update.evaluatedAt {
      try run("UPDATE segment SET evaluatedAt = ? WHERE row = ?", [evaluatedAt.milliseconds, update.segment])
    }
  }

  func keep(_ members: Bitmap, of segment: Int64, lastChange: Int64, at now: Instant, version: Int64) throws {
    try run(
      "UPDATE snapshot SET replacedAt = ? WHERE segment = ? AND replacedAt IS NULL",
      [now.milliseconds, segment])
    try run(
      "INSERT OR REPLACE INTO snapshot (segment, version, lastChange, members) VALUES (?, ?, ?, ?)",
      [segment, version, lastChange, Data(members.bytes())])
  }

  /// The outbox rows that follow from an update; false where nobody wants any.
  private func tell(
    _ update: SegmentUpdate, over old: Columns, at now: Instant, version: Int64
  ) throws -> Bool {
    var told = 0
    if let count = update.count.map(Int64.init), count != old.count || update.isReset {
      try run(
        """
        UPDATE subscription SET waitingCount = ?, waitingVersion = ?, waitingAsOf = ?
        WHERE segment = ? AND wantsCount = 1
        """,
        [count, version, now.milliseconds, update.segment])
      told += db.changesCount
    }
    if update.isReset || !update.changes.isEmpty {
      try run(
        """
        UPDATE subscription SET membersWaiting = 1
        WHERE segment = ? AND (wantsMembers = 1 OR (wantsReset = 1 AND ?))
        """,
        [update.segment, update.isReset])
      told += db.changesCount
    }
    return told > 0
  }
}
